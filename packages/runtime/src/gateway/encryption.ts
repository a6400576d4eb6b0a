import type { ConnectionOptions } from 'node:tls';

/** How a callee is spoken to over TLS, which its edge begins: its clients speak to the edge in clear. */
export interface Encryption {
  /** Servers of PostgreSQL are asked in clear whether they encrypt; absent where TLS begins with the connection. */
  readonly asks?: 'postgres';
  /** Whom the certificate is to name, who may have signed it, and who the edge says that it is. */
  readonly options: Pick<
    ConnectionOptions,
    'ALPNProtocols' | 'ca' | 'cert' | 'checkServerIdentity' | 'key' | 'rejectUnauthorized' | 'servername'
  >;
}
