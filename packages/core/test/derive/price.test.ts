import { expect, it } from 'vitest';
import { pricesText, priceText } from '../../src/derive/price.ts';

it.each([
  [20, 'USD', '$20'],
  [64.5, 'USD', '$64.50'],
  [1_234_567, 'EUR', '€1,234,567'],
  [40, 'GBP', '£40'],
  [1200.5, 'CHF', 'CHF 1,200.50'],
])('%d a month in %s are written %s', (amount, currency, written) => {
  expect(priceText({ amount, currency })).toBe(written);
});

it('several amounts are one list', () => {
  const prices = ['USD', 'EUR', 'CHF'].map((currency, at) => ({ amount: at + 1, currency }));
  expect(pricesText(prices)).toBe('$1, €2 and CHF 3');
  expect(pricesText([])).toBe('$0');
});
