import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { redactText, shownPath } from '#telemetry/redact';

describe('a line of a log', () => {
  test.each([
    ['GET / authorization: Bearer abc.def-ghi next', 'GET / authorization: [redacted]'],
    ['set-cookie: sid=1; Path=/', 'set-cookie: [redacted]'],
    ['used Bearer abcdefgh12345678 for it', 'used Bearer [redacted] for it'],
    ['GET /cb?code=abc&state=1&access_token=xyz HTTP', 'GET /cb?code=[redacted]&state=1&access_token=[redacted] HTTP'],
    ['password=hunter2, user=5', 'password=[redacted], user=5'],
    ['DB_PASSWORD: "hunter2"', 'DB_PASSWORD: "[redacted]"'],
    ['connect postgres://app:hunter2@db:5432/app', 'connect postgres://app:[redacted]@db:5432/app'],
    ['login of jo.doe+x@mail.example.org failed', 'login of [redacted] failed'],
    ['/users/jo%40example.org/cart', '/users/[redacted]/cart'],
    ['paid with 4111 1111 1111 1111, thanks', 'paid with [redacted], thanks'],
    ['card=5555-5555-5555-4444', 'card=[redacted]'],
    ['378282246310005', '[redacted]'],
    ['{"card":4111111111111111,"n":1}', '{"card":"[redacted]","n":1}'],
    ['{"msg":"card: 4111111111111111"}', '{"msg":"card: [redacted]"}'],
    ['charged with sk_live_4eC39HqLyjWDarjtT1', 'charged with [redacted]'],
    ['AKIAIOSFODNN7EXAMPLE signs', '[redacted] signs'],
    ['token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln used', 'token [redacted] used'],
  ])('%s', (text, shown) => {
    expect(redactText(text)).toBe(shown);
  });

  test.each([
    'GET /page 200 in 12 ms',
    'vite@5.4.1 is ready at http://127.0.0.1:3000/',
    'used 512 tokens of 1024',
    '{"level":"info","msg":"order 17 of table 4","took":3.5}',
    // The check digit is wrong; milliseconds, microseconds and nanoseconds since 1970; a fraction; an id.
    'order 4111111111111112',
    '{"time":1767225600000,"us":1767225600000000,"ns":1767225600000000000}',
    'took 0.4111111111111111 s',
    'build 4111111111111111-rc and 0a4111111111111111',
  ])('has nothing taken out of it that is harmless: %s', (text) => {
    expect(redactText(text)).toBe(text);
  });

  test('that is JSON stays JSON, without its secrets', () => {
    const secretly = fc.record({
      user: fc.constantFrom('a', 'b c'),
      authorization: fc.stringMatching(/^[a-zA-Z0-9 ]{1,20}$/),
      api_key: fc.stringMatching(/^[a-zA-Z0-9]{1,20}$/),
      nested: fc.record({
        refreshToken: fc.stringMatching(/^[a-zA-Z0-9]{1,20}$/),
        mail: fc.constant('jo@example.org'),
      }),
    });
    fc.assert(
      fc.property(secretly, (entry) => {
        expect(JSON.parse(redactText(JSON.stringify(entry)))).toEqual({
          user: entry.user,
          authorization: '[redacted]',
          api_key: '[redacted]',
          nested: { refreshToken: '[redacted]', mail: '[redacted]' },
        });
      }),
    );
  });

  test.each([
    'a'.repeat(65_536),
    'a@'.repeat(32_768),
    'token'.repeat(13_000),
    'a.'.repeat(32_768),
    'eyJaaaaaaaa.'.repeat(5_000),
    '://a:'.repeat(13_000),
    '4-'.repeat(32_768),
    '4'.repeat(65_536),
    'xoxb-'.repeat(13_000),
  ])('takes no long time, however it is made', (text) => {
    const begun = performance.now();
    redactText(text);
    expect(performance.now() - begun).toBeLessThan(5_000);
  });
});

describe('the path of a request', () => {
  test.each([
    ['/cart?token=1#x', '/cart'],
    ['/users/jo@example.org?x', '/users/[redacted]'],
    ['/reset/eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln', '/reset/[redacted]'],
    ['/cards/4111111111111111/charges', '/cards/[redacted]/charges'],
    ['/a;password=hunter2/b', '/a;password=[redacted]'],
    ['/a:b/c=d', '/a:b/c=d'],
  ])('%s is shown as %s', (target, shown) => {
    expect(shownPath(target)).toBe(shown);
  });
});
