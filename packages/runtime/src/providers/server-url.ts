import type { Address } from '#gateway/address';
import type { Encryption } from '#gateway/encryption';
import { encryptionOf as encryptionOfPostgres, withoutEncryption } from './database/encryption.ts';
import { namedHost } from './named-host.ts';

/** The ports that are meant when a URL names none. */
const usualPorts: Readonly<Record<string, number>> = {
  'http:': 80,
  'https:': 443,
  'postgres:': 5432,
  'postgresql:': 5432,
  'redis:': 6379,
  'rediss:': 6379,
  'mysql:': 3306,
  'mongodb:': 27017,
  'amqp:': 5672,
  'amqps:': 5671,
  'nats:': 4222,
  'smtp:': 25,
};

/**
 * Where the server of a URL listens, and how it is spoken to; `undefined` when the URL names no host, or no port and has none
 * by custom.
 *
 * @throws {ConfigurationError} when a file that the URL names cannot be read
 */
export function serverOf(url: URL): Address | undefined {
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const port = url.port === '' ? usualPorts[url.protocol] : Number(url.port);
  if (host === '' || port === undefined || port === 0) return undefined;
  const encryption = encryptionOf(url);
  return { host, port, ...(encryption && { encryption }) };
}

function encryptionOf(url: URL): Encryption | undefined {
  switch (url.protocol) {
    case 'https:':
      return { options: { ...namedHost(url), ALPNProtocols: ['http/1.1'] } };
    case 'rediss:':
      return { options: namedHost(url) };
    case 'postgres:':
    case 'postgresql:':
      return encryptionOfPostgres(url);
    default:
      return undefined;
  }
}

/** The same URL, user and path included, but at an edge, which is spoken to in clear where it encrypts by itself. */
export function urlAt(url: URL, edge: Pick<Address, 'host' | 'port'>): string {
  const moved = /^postgres(?:ql)?:$/.test(url.protocol) ? withoutEncryption(url) : new URL(url);
  if (moved.protocol === 'https:' || moved.protocol === 'rediss:') moved.protocol = moved.protocol.replace(/s:$/, ':');
  // Behind the scheme: https drops its own port, and http its.
  moved.host = `${edge.host}:${edge.port}`;
  return moved.href;
}

/** The URL without user and password, to be shown. */
export function shownUrl(url: URL): string {
  const shown = new URL(url);
  shown.username = '';
  shown.password = '';
  shown.search = '';
  return shown.href;
}
