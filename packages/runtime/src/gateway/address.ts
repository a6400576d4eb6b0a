import type { Encryption } from './encryption.ts';

/** Where something listens. */
export interface Address {
  readonly host: string;
  /** TCP port, 1–65535. */
  readonly port: number;
  /** Present where it is spoken to over TLS. */
  readonly encryption?: Encryption;
}
