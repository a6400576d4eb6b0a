import { describe, expect, test } from 'vitest';
import { serverOf, shownUrl, urlAt } from '../../src/providers/server-url.ts';

describe('the URL of a server', () => {
  test('says where it listens, by custom if need be', () => {
    expect(serverOf(new URL('http://example.test:8080/a'))).toEqual({ host: 'example.test', port: 8080 });
    expect(serverOf(new URL('postgres://u:p@db/x'))).toEqual({ host: 'db', port: 5432 });
    expect(serverOf(new URL('http://[::1]'))).toEqual({ host: '::1', port: 80 });
    expect(serverOf(new URL('foo://host'))).toBeUndefined();
    expect(serverOf(new URL('postgres:///x'))).toBeUndefined();
  });

  test('leads through an edge with all else kept', () => {
    const edge = { host: '127.0.0.1', port: 4000 };
    expect(urlAt(new URL('postgres://u:p%40ss@db.test/x?sslmode=require'), edge)).toBe(
      'postgres://u:p%40ss@127.0.0.1:4000/x?sslmode=require',
    );
    expect(urlAt(new URL('http://api.test/v1'), edge)).toBe('http://127.0.0.1:4000/v1');
  });

  test('is shown without what is secret in it', () => {
    expect(shownUrl(new URL('postgres://user:secret@db.test:5432/x?password=secret'))).toBe(
      'postgres://db.test:5432/x',
    );
  });
});
