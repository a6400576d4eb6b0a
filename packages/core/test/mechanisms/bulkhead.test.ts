import { Bulkhead } from '@asbuilt/core/mechanisms';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';

test('there are never more inside than places, and nobody is refused while one is free', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20 }), fc.array(fc.boolean(), { maxLength: 200 }), (places, comes) => {
      const bulkhead = new Bulkhead(places);
      let inside = 0;
      const wasRight = comes.map((isComing) => {
        const before = inside;
        const isLetIn = isComing && bulkhead.enter();
        const leaves = !isComing && before > 0;
        if (leaves) bulkhead.leave();
        inside += (isLetIn ? 1 : 0) - (leaves ? 1 : 0);
        return isLetIn === (isComing && before < places) && bulkhead.taken === inside;
      });
      expect(wasRight).not.toContain(false);
    }),
  );
});

test('a bulkhead without a place is none', () => {
  expect(() => new Bulkhead(0)).toThrow('a place or more, not 0');
});

test('places that come let more in at once, and places that go turn nobody out', () => {
  const bulkhead = new Bulkhead(1);
  expect([bulkhead.enter(), bulkhead.enter()]).toEqual([true, false]);
  bulkhead.resize(3);
  expect([bulkhead.enter(), bulkhead.enter(), bulkhead.enter()]).toEqual([true, true, false]);
  bulkhead.resize(1);
  bulkhead.leave();
  expect([bulkhead.taken, bulkhead.enter()]).toEqual([2, false]);
  expect(() => bulkhead.resize(0)).toThrow('a place or more, not 0');
});
