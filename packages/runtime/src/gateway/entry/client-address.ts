import type { Call } from '../call.ts';

/** Who asked. Behind proxies it is what the outermost trusted one wrote; what others write is not among the headers. */
export function clientAddress(call: Call): string {
  const peer = call.request.remoteAddress ?? 'unknown';
  const said = call.headers.own.get('x-forwarded-for');
  return said === undefined ? peer : (call.edge.entry?.proxies.clientOf(said) ?? peer);
}

/** What a limit counts as one: an IPv4 address, or the /64 network that every subscriber of IPv6 has (RFC 6177). */
export function networkOf(address: string): string {
  if (!address.includes(':')) return address;
  const v4 = /^::ffff:(\d{1,3}(?:\.\d{1,3}){3})$/i.exec(address)?.[1];
  if (v4 !== undefined) return v4;
  const [head = '', tail] = (address.split('%', 1)[0] ?? '').toLowerCase().split('::', 2);
  const groups = head === '' ? [] : head.split(':');
  const missing = tail === undefined ? 0 : 8 - groups.length - (tail === '' ? 0 : tail.split(':').length);
  const whole = [...groups, ...Array.from({ length: Math.max(0, missing) }, () => '0'), ...(tail ?? '').split(':')];
  return `${whole
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}
