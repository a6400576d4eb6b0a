import type { SigningAlgorithm } from '@asbuilt/core/model';
import { assert, asyncProperty, constantFrom, nat, tuple } from 'fast-check';
import { generateKeyPair, jwtVerify, SignJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import { ProvenKeys } from '#identity/proven-keys';

const algorithms: readonly SigningAlgorithm[] = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
];

const sign = (alg: string, key: CryptoKey, claims: Record<string, unknown>): Promise<string> =>
  new SignJWT(claims).setProtectedHeader({ alg, kid: 'k1' }).sign(key);

describe.each(algorithms)('a key of %s by which a token was found to hold', (alg) => {
  test('tells of further ones what jose tells, whatever was changed in them', async () => {
    const { privateKey, publicKey } = await generateKeyPair(alg);
    const proven = new ProvenKeys();
    const first = await sign(alg, privateKey, { sub: 'ada' });
    expect(proven.holds(first)).toBeUndefined();
    const { protectedHeader, key } = await jwtVerify(first, () => publicKey);
    proven.note(first, protectedHeader.alg, key);
    const second = await sign(alg, privateKey, { sub: 'ben' });
    expect([proven.holds(first), proven.holds(second)]).toEqual([true, true]);

    const [head = '', payload = '', signature = ''] = second.split('.');
    const others = [
      `${head}.${first.split('.')[1]}.${signature}`,
      `${head}.${payload}.${signature.slice(0, -8)}`,
      `${head}.${payload}.${signature}AAAA`,
      `${head}.${payload}.AA`,
      `${head}.${payload}.`,
      await sign(alg, (await generateKeyPair(alg)).privateKey, { sub: 'ben' }),
    ];
    for (const token of others) expect([token, proven.holds(token)]).toEqual([token, false]);

    const place = tuple(nat(signature.length - 1), constantFrom('A', 'Z', 'a', 'z', '0', '9', '-', '_'));
    await assert(
      asyncProperty(place, async ([at, letter]) => {
        const changed = `${head}.${payload}.${signature.slice(0, at)}${letter}${signature.slice(at + 1)}`;
        const byJose = await jwtVerify(changed, publicKey).then(
          () => true,
          () => false,
        );
        expect(proven.holds(changed)).toBe(byJose);
      }),
      { numRuns: 20 },
    );
  });
});

test('a header that is another one by a single letter is not known', async () => {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  const proven = new ProvenKeys();
  const token = await sign('RS256', privateKey, {});
  proven.note(token, 'RS256', publicKey);
  const spaced = `${Buffer.from('{"alg":"RS256", "kid":"k1"}').toString('base64url')}${token.slice(token.indexOf('.'))}`;
  expect([proven.holds(token), proven.holds(spaced)]).toEqual([true, undefined]);
});

test('what is no public key, or of an unknown algorithm, is not noted', async () => {
  const proven = new ProvenKeys();
  const { publicKey } = await generateKeyPair('RS256');
  proven.note('a.b.c', 'HS256', publicKey);
  proven.note('a.b.c', 'RS256', new Uint8Array(32));
  expect(proven.holds('a.b.c')).toBeUndefined();
});

test('headers are remembered in a bounded number', async () => {
  const { publicKey } = await generateKeyPair('RS256');
  const proven = new ProvenKeys();
  for (let index = 0; index <= 100; index += 1) proven.note(`h${index}.p.s`, 'RS256', publicKey);
  expect([proven.holds('h0.p.s'), proven.holds('h100.p.s')]).toEqual([undefined, false]);
});
