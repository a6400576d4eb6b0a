import type { Ending } from '#supervisor/ending';

/** A PostgreSQL server of our own on 127.0.0.1. */
export interface EmbeddedPostgres {
  readonly host: '127.0.0.1';
  readonly port: number;
  /** A superuser of the server. */
  readonly user: string;
  readonly password: string;
  readonly database: string;
  /** All of these: `postgres://user:password@host:port/database`. */
  readonly url: string;
  readonly pid: number;
  /** Settles when the server ends, stopped or not. */
  readonly ended: Promise<Ending>;
  /** Ends its sessions, writes its memory to disk and stops it. May be called twice. */
  stop(): Promise<void>;
}
