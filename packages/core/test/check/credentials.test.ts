import { describe, expect, it } from 'vitest';
import { credentialsIn } from '#check/credentials';
import { cpuMsOf } from '../cpu-ms.ts';

const drawn = 'R4nd0mLettersAndD1gitsThatNobodyUses9';
/** Put together here, so that no scanner takes this file for a leak. */
const tokens: Readonly<Record<string, string>> = {
  'an AWS access key': ['AKIA', 'Q3EGT5XKWPN2VB7H'].join(''),
  'a GitHub token': ['ghp', drawn].join('_'),
  'a GitLab token': ['glpat', 'x7Kq2mWz9RtY4vBn1cPd'].join('-'),
  'a Slack token': ['xoxb', '2048', '4096', 'x7Kq2mWz9RtY'].join('-'),
  'a Stripe key': ['sk', 'live', '4eC39HqLyjWDarjtT1zdp7dc'].join('_'),
  'a Google API key': ['AIza', 'SyD4x7Kq2mWz9RtY4vBn1cPdQ8sLh3jFgU0'].join(''),
  'a SendGrid key': ['SG', 'x7Kq2mWz9RtY4vBn1cPdQ8', `${drawn}x7Kq2m`].join('.'),
  'an npm token': ['npm', drawn.slice(0, 36)].join('_'),
  'an API key': ['sk', 'proj', drawn].join('-'),
  'a private key': ['-----BEGIN', 'OPENSSH', 'PRIVATE KEY-----'].join(' '),
  'a JSON Web Token': ['eyJhbGciOiJFUzI1NiJ9', 'eyJzdWIiOiJzaG9wIn0', 'x7Kq2mWz9RtY4vBn1cPd'].join('.'),
};

function kinds(text: string): string[] {
  return credentialsIn(text).map(({ kind }) => kind);
}

describe('credentials', () => {
  it.each(Object.entries(tokens))('include %s, wherever it stands', (kind, token) => {
    for (const text of [token, `| Key | ${token} |`, `KEY="${token}"`, `see \`${token}\`.`]) {
      const [found, ...others] = credentialsIn(text);
      expect(found?.kind).toBe(kind);
      expect(found && text.slice(found.span.from, found.span.to)).toBe(token);
      expect(others).toEqual([]);
    }
  });

  it.each([
    'DB_PASSWORD=Tr0ub4dor&3',
    '"clientSecret": "b7f3-09aa-41"',
    'api-key: 9f86d081884c7d65',
    'redis://:s3cr3tPa55@cache.example.org:6379',
  ])('include the value of %s', (text) => {
    expect(kinds(text)).toHaveLength(1);
  });

  it.each([
    'Password: hashed with bcrypt',
    'password: argon2id',
    'Token refresh: automatic via Clerk',
    'token: 30days',
    'Session token: RS256',
    'secret: /run/secrets/db1',
    'API_KEY=$API_KEY_2',
    'API_KEY="${API_KEY_2}"',
    'api_key: {{API_KEY_1}}',
    'api_key: process.env.KEY_1',
    'password: DB_PASSWORD_2',
    'password=xxxxxxxx1',
    'postgres://postgres:postgres@localhost/shop',
    'postgres://user:password@host/db',
    'postgres://shop:${PASSWORD}@host/db',
    'secret_name: clerk@5.2',
    'https://example.org/a:b@c',
    `ghp_${'x'.repeat(36)}`,
    'The sk-learn-based-recommendation-model-of-the-shop is slow',
  ])('are not in: %s', (text) => {
    expect(kinds(text)).toEqual([]);
  });

  it('are looked for in linear time', () => {
    for (const piece of [
      'eyJ-',
      'a:',
      'password',
      'password=',
      'a://b:',
      'secret-',
      'x.',
      '-----BEGIN A ',
      'sk-proj-',
    ]) {
      expect(cpuMsOf(() => credentialsIn(piece.repeat(500_000 / piece.length)))).toBeLessThan(5_000);
    }
  });
});
