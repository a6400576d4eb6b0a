import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cores } from '#overview/machine-size';
import { money, price } from '#overview/money';
import { path, tick, type ValueNotation } from '#overview/notation';
import { count, duration, memory, minutesPerMonth, percent, port } from '#overview/quantity';

type Reads = Pick<ValueNotation<unknown>, 'read'>;

const notations: Readonly<Record<string, Reads>> = {
  duration,
  percent,
  minutesPerMonth,
  memory,
  'count of anything': count(),
  'count of failures': count('(?:consecutive )?(?:failures?|errors?)'),
  port,
  path,
  tick,
  money,
  price,
  cores,
};

const number = fc.constantFrom('5', '99.9', '1,200', '1.200,50', '1 200', '10', '0', '012', '5–10', '5-10', '2 to 3');
const units =
  'ms|s|min|Minutes|h|d|ſ|%|GB|MiB|\u212Ab|failures|consecutive errors|cores|vCPU|×|$|€|USD|CHF|min/month|s per mo|d/mo|/mo';
const unit = fc.constantFrom(...units.split('|'));
const gap = fc.constantFrom('', ' ', '\u00A0', '  ', '-');
const written = fc
  .tuple(fc.boolean(), number, gap, unit)
  .map(([isAhead, digits, between, word]) => (isAhead ? [word, between, digits] : [digits, between, word]).join(''));
const other = fc.constantFrom(
  ...' _ – _._, _/_(_)_:_~_ü_Service_ RAM_ and _ to _US_a_7_☐_✅_[x]_docs/a.md_./b/'.split('_'),
);
const text = fc.array(fc.oneof(written, other), { maxLength: 6 }).map((pieces) => pieces.join(''));

/** With one of each behind a text, no pattern is left out because the text lacks what it needs. */
const oneOfEach =
  ' ; . 7 ÷ 7% ; 7s ; 7kb ; 7errors ; 7 ms ; 7 min/month ; 7 GB ; 2 cores ; $7/mo ; 7 € ; 7 failures ; ./docs/b.md ; ☐';

/** What is found in a text before its last character, where nothing behind it can change what is read. */
function foundIn(said: string, whole: string, notation: Reads): unknown {
  const found = notation.read(whole);
  return found !== undefined && found.end < said.length ? found : undefined;
}

describe('a value in a text', () => {
  it.each(Object.entries(notations))('is found whatever else stands behind the text: %s', (_, notation) => {
    fc.assert(
      fc.property(text, (said) => {
        expect(foundIn(said, said, notation)).toEqual(foundIn(said, said + oneOfEach, notation));
      }),
      { numRuns: 3_000 },
    );
  });
});
