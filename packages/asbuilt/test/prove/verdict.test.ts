import { describe, expect, it } from 'vitest';
import { notInspected, oneEach, type Verdict } from '../../src/prove/verdict.ts';

const at = '2026-01-01T00:00:00Z';
const held: Verdict = { kind: 'held', statement: 'a', at, seen: 'One held.' };
const heldToo: Verdict = { kind: 'held', statement: 'a', at, seen: 'Another held.' };
const broken: Verdict = { kind: 'broken', statement: 'a', at, seen: 'A third did not.' };
const [unseen = held] = notInspected(['a'], 'nobody was there');

describe('oneEach', () => {
  it('calls a statement broken that did not hold everywhere', () => {
    expect(oneEach([held, broken])).toEqual([broken]);
    expect(oneEach([broken, held])).toEqual([broken]);
  });

  it('tells what was seen at each place, and nothing twice', () => {
    expect(oneEach([held, heldToo])).toEqual([{ ...held, seen: 'One held. Another held.' }]);
    expect(oneEach([held, held])).toEqual([held]);
  });

  it('believes who saw it, whoever could not', () => {
    expect(oneEach([unseen, held])).toEqual([held]);
    expect(oneEach([broken, unseen])).toEqual([broken]);
    expect(oneEach([unseen, unseen])).toEqual([unseen]);
  });

  it('keeps different statements apart, in their order', () => {
    const other: Verdict = { ...broken, statement: 'b' };
    expect(oneEach([other, held])).toEqual([other, held]);
  });
});
