import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearest } from '../../src/text/nearest.ts';

describe('the nearest word', () => {
  it.each([
    ['Databse', 'Database'],
    ['Datbaase', 'Database'],
    ['databases', 'Database'],
    ['AIP', 'API'],
    ['api', 'API'],
    ['Fronted', 'Frontend'],
  ])('of %s is %s', (word, meant) => {
    expect(nearest(word, ['Frontend', 'API', 'Auth', 'Database'])).toBe(meant);
  });

  it.each(['Queue', 'Object storage', 'X', ''])('of %s is none, because nothing is near', (word) => {
    expect(nearest(word, ['Frontend', 'API', 'Auth', 'Database'])).toBeUndefined();
  });

  it('is the first of equally near ones', () => {
    expect(nearest('cart', ['card', 'cars'])).toBe('card');
    expect(nearest('cart', ['cars', 'card'])).toBe('cars');
  });

  it('is the nearer one wherever it stands', () => {
    expect(nearest('payments', ['paymets2', 'payment'])).toBe('payment');
    expect(nearest('payments', ['payment', 'paymets2'])).toBe('payment');
  });

  it('is not looked for when the word is longer than a name', () => {
    const long = 'a'.repeat(65);
    expect(nearest(long, [long])).toBeUndefined();
  });

  it('is a candidate itself, whatever the candidates', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 40 }), { minLength: 1 }), fc.nat(), (candidates, pick) => {
        const word = candidates[pick % candidates.length] ?? '';
        expect(nearest(word, candidates)?.toLowerCase()).toBe(word.toLowerCase());
      }),
    );
  });

  it('is found after any one slip of the hand in a word of three letters or more', () => {
    const word = fc.string({
      unit: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'),
      minLength: 3,
      maxLength: 20,
    });
    fc.assert(
      fc.property(word, fc.nat(), fc.constantFrom('drop', 'double', 'swap', 'change'), (meant, pick, slip) => {
        const at = pick % (meant.length - 1);
        const [before, one, two, after] = [
          meant.slice(0, at),
          meant[at] ?? '',
          meant[at + 1] ?? '',
          meant.slice(at + 2),
        ];
        const slips = { drop: two, double: one + one + two, swap: two + one, change: `x${two}` };
        expect(nearest(before + slips[slip] + after, [meant])).toBe(meant);
      }),
    );
  });
});
