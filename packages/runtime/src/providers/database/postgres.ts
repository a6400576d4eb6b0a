import type { Address } from '#gateway/address';
import { ConfigurationError } from '#supervisor/configuration-error';
import type { Run, Starting } from '#supervisor/run';
import type { Provided, Provider, ProviderContext } from '../provider.ts';
import { serverOf, urlAt } from '../server-url.ts';
import { askConnectionLimit } from './connection-limit.ts';
import { openEmbeddedPostgres } from './embedded-postgres.ts';

const variable = 'DATABASE_URL';

/** PostgreSQL: the server that `DATABASE_URL` names, else one of our own. */
export const postgres: Provider = {
  name: 'postgres',
  kind: 'database',
  protocol: 'tcp',
  variables: [variable],
  provide: (context) => {
    const url = context.env[variable];
    return url === undefined || url === '' ? embedded(context) : external(url);
  },
};

function embedded(context: ProviderContext): Provided {
  let url: URL | undefined;
  const start = async (starting: Starting): Promise<Run> => {
    const server = await openEmbeddedPostgres({
      directory: context.folder,
      log: (line) => starting.line(line, 'stderr'),
      signal: starting.signal,
    });
    url = new URL(server.url);
    return {
      target: { host: server.host, port: server.port },
      pid: server.pid,
      ended: server.ended,
      stop: () => server.stop(),
    };
  };
  const addressThrough = (edge: Address): string => {
    if (url === undefined)
      throw new Error('the address of the embedded PostgreSQL was asked for before it was started');
    return urlAt(url, edge);
  };
  const connectionLimit = async (): Promise<number> => {
    if (url === undefined) throw new Error('it is not up');
    return askConnectionLimit(url);
  };
  return { kind: 'embedded', start, addressThrough, connectionLimit };
}

function external(text: string): Provided {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const target = url === undefined ? undefined : serverOf(url);
  if (url === undefined || target === undefined || !/^postgres(ql)?:$/.test(url.protocol)) {
    // The value is not quoted: it may hold a password.
    throw new ConfigurationError(
      `${variable} is not the address of a PostgreSQL server; write it as postgres://user:password@host:5432/database`,
    );
  }
  return {
    kind: 'external',
    target,
    addressThrough: (edge) => urlAt(url, edge),
    connectionLimit: () => askConnectionLimit(url),
  };
}
