import { readFileSync } from 'node:fs';
import type { Encryption } from '#gateway/encryption';
import { ConfigurationError } from '#supervisor/configuration-error';
import { messageOf } from '#values/message-of';
import { namedHost } from '../named-host.ts';

/** Modes of libpq in which a client does without a connection that is not encrypted; `no-verify` is one of Node.js. */
const insisting: ReadonlySet<string> = new Set(['require', 'verify-ca', 'verify-full', 'no-verify']);

/** What an address may say about encryption, which is for the edge then, and not for who comes by it. */
const parameters = ['ssl', 'sslmode', 'sslnegotiation', 'sslrootcert', 'sslcert', 'sslkey', 'channel_binding'] as const;

/** Whether the URL of a PostgreSQL server lets clients in over encrypted connections only. */
function insistsOnEncryption({ searchParams }: URL): boolean {
  return (
    insisting.has(searchParams.get('sslmode') ?? '') ||
    searchParams.get('sslnegotiation') === 'direct' ||
    ['true', '1'].includes(searchParams.get('ssl') ?? '')
  );
}

/**
 * How an edge encrypts towards the PostgreSQL server of a URL, by libpq's parameters
 * (https://www.postgresql.org/docs/current/libpq-ssl.html); absent where the URL does not insist on it.
 *
 * @throws {ConfigurationError} when a file that it names cannot be read
 */
export function encryptionOf(url: URL): Encryption | undefined {
  if (!insistsOnEncryption(url)) return undefined;
  const isDirect = url.searchParams.get('sslnegotiation') === 'direct';
  const [ca, cert, key] = [fileOf(url, 'sslrootcert'), fileOf(url, 'sslcert'), fileOf(url, 'sslkey')];
  return {
    ...(!isDirect && { asks: 'postgres' }),
    options: {
      ...namedHost(url),
      ALPNProtocols: ['postgresql'],
      ...(ca && { ca }),
      ...(cert && { cert }),
      ...(key && { key }),
      ...checksOf(url, ca !== undefined),
    },
  };
}

/** What is looked at of a server's certificate. */
function checksOf({ searchParams }: URL, hasRoot: boolean): Encryption['options'] {
  // `ssl=true` is what Node.js and Java write, who mean all of it.
  const mode = searchParams.get('sslmode') ?? (searchParams.has('ssl') ? 'verify-full' : 'require');
  if (mode === 'verify-full') return {};
  if (mode === 'verify-ca' || (mode === 'require' && hasRoot)) return { checkServerIdentity: () => undefined };
  return { rejectUnauthorized: false };
}

/** `system` are the roots that Node.js knows. */
function fileOf({ searchParams }: URL, parameter: 'sslrootcert' | 'sslcert' | 'sslkey'): string | undefined {
  const path = searchParams.get(parameter);
  if (path === null || path === '' || path === 'system') return undefined;
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new ConfigurationError(
      `the file that ${parameter} names in the address of a PostgreSQL server cannot be read (${messageOf(error)}); mend its path`,
    );
  }
}

/** The same URL for who comes through an edge that encrypts by itself. */
export function withoutEncryption(url: URL): URL {
  const clear = new URL(url);
  if (!insistsOnEncryption(url)) return clear;
  for (const parameter of parameters) clear.searchParams.delete(parameter);
  clear.searchParams.set('sslmode', 'disable');
  return clear;
}

/**
 * By which URLs to try a server, one after the other, with a client of Node.js: that knows neither `allow` nor that `prefer`
 * may do without encryption, and checks certificates where libpq only wants one.
 */
export function waysIn(url: URL): readonly URL[] {
  const mode = url.searchParams.get('sslmode');
  if (mode === null || mode === 'disable') return [url];
  if (mode === 'allow' || mode === 'prefer') return [withMode(url, 'require'), withMode(url, 'disable')];
  return [withMode(url, mode)];
}

function withMode(url: URL, mode: string): URL {
  const way = new URL(url);
  way.searchParams.set('sslmode', mode);
  if (mode !== 'no-verify') way.searchParams.set('uselibpqcompat', 'true');
  return way;
}
