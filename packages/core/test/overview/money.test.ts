import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { statementsOf } from '#model/index';
import { link } from '#overview/link';
import { money, price } from '#overview/money';
import { print, printOverview } from '#overview/print';
import { read } from '#overview/read';

const said = (text: string): string | undefined => {
  const found = price.read(text);
  return found && `${found.value.amount} ${found.value.currency} in "${text.slice(found.start, found.end)}"`;
};

describe('a price in another currency', () => {
  it.each([
    ['€40', '40 EUR in "€40"'],
    ['40 EUR', '40 EUR in "40 EUR"'],
    ['40€', '40 EUR in "40€"'],
    ['£40/mo', '40 GBP in "£40/mo"'],
    ['~£40 per month', '40 GBP in "£40 per month"'],
    ['CHF 40', '40 CHF in "CHF 40"'],
    ["CHF 1'200.50", '1200.5 CHF in "CHF 1\'200.50"'],
    ['1.200,50 €', '1200.5 EUR in "1.200,50 €"'],
    ['1.200 €', '1200 EUR in "1.200 €"'],
    ['1 200,50 € / month', '1200.5 EUR in "1 200,50 € / month"'],
    ['€1,200.50', '1200.5 EUR in "€1,200.50"'],
    ['€0.125', '0.125 EUR in "€0.125"'],
    ['A$12', '12 AUD in "A$12"'],
    ['120 SEK/month (small)', '120 SEK in "120 SEK/month"'],
    ['€37 ($40)', '37 EUR in "€37"'],
  ])('%s', (text, expected) => {
    expect(said(text)).toBe(expected);
  });

  it.each([
    '€40–60',
    '40–60 EUR',
    '40 to 60 EUR',
    '€40 – €60',
    '€40/year',
    '0.02 €/GB',
    '40 EURO5',
    '¥400',
    '40 kr',
    '40',
    '$40',
    '1.2.3 €',
    '40 EUR per user',
  ])('is nothing that one could take for one: %s', (text) => {
    expect(price.read(text)).toBeUndefined();
  });

  it('is read again as it was printed', () => {
    const prices = fc.record({
      amount: fc.integer({ min: 0, max: 10 ** 9 }).map((thousandths) => thousandths / 1000),
      currency: fc.constantFrom('EUR', 'GBP', 'CHF', 'JPY'),
    });
    fc.assert(
      fc.property(prices, (value) => {
        expect(price.read(price.print(value))?.value).toEqual(value);
      }),
    );
  });
});

describe('a price in US dollars', () => {
  it.each([
    ['40 USD', 40],
    ['USD 1,200', 1_200],
    ['USD $40', 40],
    ['$40 (€37)', 40],
  ])('%s', (text, expected) => {
    expect(money.read(text)?.value).toBe(expected);
  });

  it.each(['€40', 'A$40', '1.200,50 USD', '$1.200,50'])('is not what is said by %s', (text) => {
    expect(money.read(text)).toBeUndefined();
  });
});

const table = (...rows: string[]): string =>
  ['## Cost Notes', '', '| Service | Tier | Cost |', '| --- | --- | --- |', ...rows, ''].join('\n');

describe('a cost table in another currency', () => {
  const text = table('| API | 2 core | €40 |', '| Mail | Free | 1.200,50 € |', '| **Total** | | 1.240,50 € |');

  it('says each price with its currency, and nothing in dollars', () => {
    const { costs, costTotalPerMonth, costTotalUsdPerMonth } = link(read(text)).overview;
    expect(costs.map(({ pricePerMonth, usdPerMonth }) => [pricePerMonth?.value, usdPerMonth])).toEqual([
      [{ amount: 40, currency: 'EUR' }, undefined],
      [{ amount: 1200.5, currency: 'EUR' }, undefined],
    ]);
    expect([costTotalPerMonth?.value, costTotalUsdPerMonth]).toEqual([{ amount: 1240.5, currency: 'EUR' }, undefined]);
  });

  it('keeps the currency of a price that is given anew', () => {
    const draft = read(text);
    expect(print(draft)).toBe(text);
    expect(statementsOf(draft.overview).map(({ id }) => id)).toContain('costs/api/cost');
    expect(print(draft, new Map([['costs/api/cost', 45]]))).toContain('| API | 2 core | €45 |');
  });

  it('means the same when it is printed as a new document', () => {
    const printed = read(printOverview(read(text).overview)).overview;
    const values = [...printed.costs.map((row) => row.pricePerMonth), printed.costTotalPerMonth];
    expect(values.map((stated) => stated?.value.amount)).toEqual([40, 1200.5, 1240.5]);
  });

  it('may be a list', () => {
    const { costs } = read('## Cost Notes\n\n- API: €40 per month\n- Mail: $5\n- Total: €46\n').overview;
    expect(costs.map(({ usdPerMonth, pricePerMonth }) => usdPerMonth?.value ?? pricePerMonth?.value)).toEqual([
      { amount: 40, currency: 'EUR' },
      5,
    ]);
  });
});
