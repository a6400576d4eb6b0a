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
