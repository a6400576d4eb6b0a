import { BlockList, isIPv6, type Socket } from 'node:net';
import type { EntryPolicy } from '@asbuilt/core/model';

/** Who may say whom a call is from, besides the connection it came over. */
export class Proxies {
  readonly #count: number;
  readonly #known: BlockList | undefined;

  constructor(guard: Pick<EntryPolicy, 'trustedProxies' | 'proxyAddresses'> | undefined) {
    this.#count = guard?.trustedProxies ?? 0;
    this.#known = guard?.proxyAddresses && listOf(guard.proxyAddresses);
  }

  /** Whether what the client of a connection says about whom it speaks for is believed. */
  vouchFor({ remoteAddress }: Socket): boolean {
    if (this.#count === 0) return false;
    return this.#known === undefined || (remoteAddress !== undefined && this.#has(this.#known, remoteAddress));
  }

  /**
   * The outermost hop that a proxy of ours saw, of an `X-Forwarded-For`: each proxy adds its own client at the end, and
   * whatever stands before that may be made up. Undefined where none is named.
   */
  clientOf(forwardedFor: string): string | undefined {
    const hops = forwardedFor.split(',').map((hop) => hop.trim());
    const known = this.#known;
    if (known === undefined) return hops.at(-this.#count) || undefined;
    return hops.findLast((hop) => !this.#has(known, hop)) || hops[0] || undefined;
  }

  #has(known: BlockList, address: string): boolean {
    const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
    return known.check(plain, isIPv6(plain) ? 'ipv6' : 'ipv4');
  }
}

/** @param addresses `192.0.2.7`, `10.0.0.0/8`, `2001:db8::/32` */
function listOf(addresses: readonly string[]): BlockList {
  const list = new BlockList();
  for (const said of addresses) {
    const [address = '', bits] = said.split('/');
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return list;
}
