import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { answerHead } from '#http-cache/answer-head';
import { readDirectives } from '#http-cache/directives';
import { readHttpDate } from '#http-cache/http-date';
import { judgeAnswer } from '#http-cache/judge-answer';
import { timesIn } from '#http-cache/terms';

const ask = { method: 'GET', key: '/', path: '/', headers: {}, isBelieved: true };
const timing = { askedAt: 1_000_000_000_000, begunAt: 1_000_000_000_000 };
const judge = (headers: readonly string[], status = 200) => judgeAnswer(ask, answerHead(status, headers), timing);

const anyCase = (word: string) =>
  fc.array(fc.boolean(), { minLength: word.length, maxLength: word.length }).map((upper) => {
    const letters = Array.from(word, (letter, index) => ((upper[index] ?? false) ? letter.toUpperCase() : letter));
    return letters.join('');
  });
const harmless = fc.constantFrom(
  'public',
  'max-age=600',
  's-maxage=60',
  'immutable',
  'must-revalidate',
  'stale-if-error=60',
  'x="a, b"',
);
const forbidding = fc.constantFrom('no-store', 'private', 'private="x, y"').chain(anyCase);

test('one word that forbids it is enough, wherever it stands and however it is written', () => {
  fc.assert(
    fc.property(
      fc.array(harmless),
      forbidding,
      fc.array(harmless),
      fc.constantFrom(', ', ',', ' , '),
      (before, word, after, comma) => {
        expect(judge(['Cache-Control', [...before, word, ...after].join(comma)])).toBeUndefined();
        expect(judge([...before, word, ...after].flatMap((each) => ['cache-control', each]))).toBeUndefined();
      },
    ),
  );
});

test('whatever an origin says, a tier keeps nothing for longer than the document states', () => {
  const seconds = fc.integer({ min: 0, max: 2 ** 40 });
  fc.assert(
    fc.property(
      fc.constantFrom('max-age', 's-maxage'),
      seconds,
      fc.integer({ min: 1, max: 1e9 }),
      (name, said, ttlMs) => {
        const terms = judge(['Cache-Control', `${name}=${said}`, 'ETag', '"1"']);
        const times = terms && timesIn(terms, { ttlMs, holds: 'anything' }, 0);
        expect(times?.freshMs).toBeLessThanOrEqual(Math.min(ttlMs, said * 1000));
      },
    ),
  );
});

test('no header is too strange to be read, or to be read in time', () => {
  fc.assert(fc.property(fc.string({ maxLength: 200 }), (text) => readDirectives(text) instanceof Map));
  const begun = performance.now();
  for (const piece of ['a ', 'a="', '=', '"\\', ',', ' =']) readDirectives(piece.repeat(50_000));
  expect(performance.now() - begun).toBeLessThan(5000);
});

test('the three forms of HTTP dates are read, and nothing else', () => {
  const moment = Date.UTC(1994, 10, 6, 8, 49, 37);
  for (const text of ['Sun, 06 Nov 1994 08:49:37 GMT', 'Sunday, 06-Nov-94 08:49:37 GMT', 'Sun Nov  6 08:49:37 1994'])
    expect(readHttpDate(text)).toBe(moment);
  for (const text of [
    '0',
    '-1',
    '2099',
    '1994-11-06T08:49:37Z',
    'Sun, 06 Nov 1994 08:49:37',
    'Sun, 99 Nov 1994 08:49:37 GMT',
    '',
  ])
    expect(readHttpDate(text)).toBeUndefined();
});
