import type { Encryption } from './encryption.ts';

/** Where something listens. */
export interface Address {
  readonly host: string;
  /** TCP port, 1–65535. */
  readonly port: number;
  /** Present where it is spoken to over TLS. */
  readonly encryption?: Encryption;
}

/** Whether a host is this machine, by the interface that nobody else can reach. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}
