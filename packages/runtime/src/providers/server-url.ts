import type { Address } from '#gateway/address';

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

/** Where the server of a URL listens; `undefined` when the URL names no host, or no port and has none by custom. */
export function serverOf(url: URL): Address | undefined {
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const port = url.port === '' ? usualPorts[url.protocol] : Number(url.port);
  return host === '' || port === undefined || port === 0 ? undefined : { host, port };
}

/** The same URL, user and path included, but at another address. */
export function urlAt(url: URL, address: Address): string {
  const moved = new URL(url);
  moved.host = `${address.host}:${address.port}`;
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
