import { describe, expect, test } from 'vitest';
import { encryptionOf, waysIn, withoutEncryption } from '#providers/database/encryption';

const at = (query: string): URL => new URL(`postgres://user:secret@host/db${query}`);

const modes = (query: string): readonly unknown[] =>
  waysIn(at(query)).map(({ searchParams }) => [searchParams.get('sslmode'), searchParams.get('uselibpqcompat')]);

describe('what the address of a PostgreSQL server says about encryption', () => {
  test.each([
    ['', false],
    ['?sslmode=disable', false],
    ['?sslmode=allow', false],
    ['?sslmode=prefer', false],
    ['?sslmode=require', true],
    ['?sslmode=verify-ca', true],
    ['?sslmode=verify-full', true],
    ['?sslnegotiation=direct', true],
    ['?ssl=true', true],
  ])('%s: the edge encrypts: %s', (query, expected) => {
    expect(encryptionOf(at(query)) !== undefined).toBe(expected);
  });

  test.each([
    ['?sslmode=require', 'nothing'],
    ['?sslmode=no-verify', 'nothing'],
    ['?sslnegotiation=direct', 'nothing'],
    ['?sslmode=verify-ca', 'who signed it'],
    ['?sslmode=require&sslrootcert=package.json', 'who signed it'],
    ['?sslmode=verify-full', 'whom it names, too'],
    ['?sslmode=verify-full&sslrootcert=system', 'whom it names, too'],
    ['?ssl=true', 'whom it names, too'],
  ])('%s: of a certificate is looked at: %s', (query, expected) => {
    const { rejectUnauthorized, checkServerIdentity } = encryptionOf(at(query))?.options ?? {};
    const looked = checkServerIdentity === undefined ? 'whom it names, too' : 'who signed it';
    expect(rejectUnauthorized === false ? 'nothing' : looked).toBe(expected);
  });

  test('is not for clients where the edge encrypts by itself', () => {
    const said = '?application_name=x&sslmode=verify-full&sslrootcert=system&channel_binding=require';
    expect(withoutEncryption(at(said)).search).toBe('?application_name=x&sslmode=disable');
    expect(withoutEncryption(at('?sslmode=prefer')).search).toBe('?sslmode=prefer');
  });

  test('is how it is tried, as libpq means it', () => {
    expect(modes('')).toEqual([[null, null]]);
    expect(modes('?sslmode=prefer')).toEqual([
      ['require', 'true'],
      ['disable', 'true'],
    ]);
    expect(modes('?sslmode=require')).toEqual([['require', 'true']]);
    expect(modes('?sslmode=no-verify')).toEqual([['no-verify', null]]);
  });
});
