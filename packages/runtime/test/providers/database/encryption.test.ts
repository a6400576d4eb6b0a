import { describe, expect, test } from 'vitest';
import { insistsOnEncryption, waysIn } from '#providers/database/encryption';

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
  ])('%s: clients insist: %s', (query, expected) => {
    expect(insistsOnEncryption(at(query))).toBe(expected);
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
