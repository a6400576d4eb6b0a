import { isIP } from 'node:net';

/** Which server is meant, for one that has the certificates of several (RFC 6066, section 3); an address names none. */
export function namedHost({ hostname }: URL): { readonly servername?: string } {
  return isIP(hostname.replace(/^\[(.*)\]$/, '$1')) === 0 ? { servername: hostname } : {};
}
