import { describe, expect, it } from 'vitest';
import { eachOf, inSeries, redundant } from '../../src/derive/availability.ts';

describe('availability', () => {
  it('multiplies along what is needed: 99.95 % and 99.9 % come to 99.85 %', () => {
    expect(inSeries([0.9995, 0.999])).toBeCloseTo(0.9985005, 10);
    expect(inSeries([])).toBe(1);
  });

  it('leaves no dust of binary fractions behind', () => {
    expect(inSeries([0.999, 1])).toBe(0.999);
    expect(inSeries([0.9, 0.9, 0.9])).toBe(0.729);
  });

  it('multiplies what fails where any one of several is enough', () => {
    expect(redundant(0.99, 2)).toBe(0.9999);
    expect(redundant(0.995, 1)).toBe(0.995);
  });

  it('of parts alike is the root of the whole', () => {
    expect(inSeries([eachOf(0.999, 3), eachOf(0.999, 3), eachOf(0.999, 3)])).toBe(0.999);
  });
});
