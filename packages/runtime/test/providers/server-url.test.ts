import { expect, test } from 'vitest';
import { serverOf, urlAt } from '#providers/server-url';

const edge = { host: '127.0.0.1', port: 4791 };

test.each([
  ['http://api.example', 'http://127.0.0.1:4791/', { host: 'api.example', port: 80 }],
  ['https://api.example/v1?k=v', 'http://127.0.0.1:4791/v1?k=v', { host: 'api.example', port: 443 }],
  ['https://[::1]:8443', 'http://127.0.0.1:4791/', { host: '::1', port: 8443 }],
  ['rediss://u:p@cache.example/2', 'redis://u:p@127.0.0.1:4791/2', { host: 'cache.example', port: 6379 }],
  ['redis://cache.example:7000', 'redis://127.0.0.1:4791', { host: 'cache.example', port: 7000 }],
  [
    'postgres://u:p@db.example/shop?sslmode=require',
    'postgres://u:p@127.0.0.1:4791/shop?sslmode=disable',
    { host: 'db.example', port: 5432 },
  ],
])('who calls %s through an edge is given %s', (text, given, where) => {
  const url = new URL(text);
  expect(urlAt(url, edge)).toBe(given);
  expect(serverOf(url)).toMatchObject(where);
});

test('a server whose address says so is spoken to over TLS, and asked for by its name where it has one', () => {
  const encryptions = ['http://a.example', 'https://a.example', 'https://192.0.2.1', 'rediss://a.example'].map(
    (text) => serverOf(new URL(text))?.encryption?.options,
  );
  expect(encryptions).toEqual([
    undefined,
    { servername: 'a.example', ALPNProtocols: ['http/1.1'] },
    { ALPNProtocols: ['http/1.1'] },
    { servername: 'a.example' },
  ]);
});
