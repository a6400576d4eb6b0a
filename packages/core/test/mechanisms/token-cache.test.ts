import { TokenCache } from '@asbuilt/core/mechanisms';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';

const signature = 'abcdefghijklmnopqrstuvwxyz012345';

test('a token is known until its time is over, and then no more', () => {
  const cache = new TokenCache<string>();
  cache.put('token', 'ada', 100);
  expect([cache.get('token', 99.9), cache.get('token', 100), cache.size]).toEqual(['ada', undefined, 0]);
});

test('another token that ends in the same signature is another token', () => {
  const cache = new TokenCache<string>();
  cache.put(`header.ada.${signature}`, 'ada', 100);
  expect(cache.get(`header.bob.${signature}`, 0)).toBeUndefined();
  expect(cache.get(`header.ada.${signature}`, 0)).toBe('ada');
});

test('a cache without room is refused', () => {
  expect(() => new TokenCache(0)).toThrow('not 0');
});

/** What is kept, from the one used longest ago to the one used last. */
interface Kept {
  readonly token: string;
  readonly value: number;
  readonly until: number;
}

const steps = fc.array(
  fc.record({
    kind: fc.constantFrom('get', 'put', 'clear'),
    token: fc.constantFrom('a', 'b', 'c', 'd', 'e', `x${signature}`, `y${signature}`),
    passMs: fc.integer({ min: 0, max: 20 }),
    lastsMs: fc.integer({ min: 0, max: 60 }),
  }),
  { maxLength: 200 },
);

test('it answers as a list does that is sorted by use', () => {
  fc.assert(
    fc.property(steps, fc.integer({ min: 1, max: 4 }), (calls, room) => {
      const cache = new TokenCache<number>(room);
      let kept: readonly Kept[] = [];
      const answers: unknown[] = [];
      const wanted: unknown[] = [];
      let now = 1e12;
      for (const [value, { kind, token, passMs, lastsMs }] of calls.entries()) {
        now += passMs;
        const others = kept.filter((entry) => entry.token !== token);
        if (kind === 'clear') {
          cache.clear();
          kept = [];
        } else if (kind === 'put') {
          cache.put(token, value, now + lastsMs);
          const same = others.filter((entry) => entry.token.slice(-32) !== token.slice(-32));
          kept = [...same, { token, value, until: now + lastsMs }].slice(-room);
        } else {
          const found = kept.find((entry) => entry.token === token);
          const good = found !== undefined && now < found.until ? found : undefined;
          answers.push(cache.get(token, now));
          wanted.push(good?.value);
          kept = good === undefined ? others : [...others, good];
        }
        answers.push(cache.size);
        wanted.push(kept.length);
      }
      expect(answers).toEqual(wanted);
    }),
    { numRuns: 300 },
  );
});
