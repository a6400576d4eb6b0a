import { isIPv6 } from 'node:net';
import type { Address } from '#gateway/address';

/** `127.0.0.1:3000`, `[::1]:3000` */
export function shownAddress({ host, port }: Address): string {
  return isIPv6(host) ? `[${host}]:${port}` : `${host}:${port}`;
}
