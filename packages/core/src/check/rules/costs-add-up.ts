import { monthlyCost } from '#derive/monthly-cost';
import { priceOf, pricesText, priceText, type StatedPrice, statedTotal } from '#derive/price';
import type { Cost, Draft, Hole, PricePerMonth } from '#model/index';
import type { Note } from '../finding.ts';
import type { Report, Rule } from '../rule.ts';
import { money, nameOr } from '../say.ts';
import { rewritten, standsFor } from '../written.ts';

/** Section 11: the total against its rows. */
export const costsAddUp: Rule = {
  name: 'costs-add-up',
  sentence: 'The total of the cost table is the sum of its rows',
  severity: 'error',
  holds: ['costs/*/cost'],
  check({ draft }, report) {
    const total = statedTotal(draft.overview);
    const { sums, unpriced } = monthlyCost(draft.overview);
    const [sum, ...others] = sums;
    if (sum === undefined) return;
    const isMixed = others.length > 0 || (total !== undefined && total.price.currency !== sum.currency);
    if (isMixed) return reportMixed(draft, sums, total, report);
    if (total !== undefined && unpriced.length === 0) compare(draft, sum, total, report);
  },
};

function compare(draft: Draft, sum: PricePerMonth, { price, stated }: StatedPrice, report: Report): void {
  const written = { text: draft.text, span: stated.span, value: price.amount };
  if (standsFor(written, sum.amount, Math.max(sum.amount * 0.05, 5))) return;
  const right = priceText(sum);
  const edit = isEnglish(draft, stated.span)
    ? rewritten(written, sum.amount, () => right.replace(/^\D+/, ''))
    : undefined;
  report({
    message: `The total says ${money(price)}, but its rows come to ${money(sum)}`,
    span: stated.span,
    notes: draft.overview.costs.slice(0, mostNotes).flatMap(priceNote),
    help: `Write ${right} as the total, or mend the row that is wrong.`,
    ...(edit && { repairs: [{ title: `Write ${right} as the total`, edits: [edit], safe: true }] }),
  });
}

/** `1.200,50` is another way of writing numbers: what is put there by us would be read otherwise by its readers. */
function isEnglish({ text }: Draft, { from, to }: StatedPrice['stated']['span']): boolean {
  return !/\d(?:\.\d{3}(?!\d)|['’\s]\d|,\d{1,2}(?!\d))/u.test(text.slice(from, to));
}

/** Rates change daily, so no sum over several currencies is right for long. */
function reportMixed(
  { overview: { costs } }: Draft,
  sums: readonly PricePerMonth[],
  total: StatedPrice | undefined,
  report: Report,
): void {
  const [main] = sums;
  const other = costs.map(priceOf).find((said) => said !== undefined && said.price.currency !== main?.currency);
  const stated = (total ?? other)?.stated;
  if (stated === undefined) return;
  const rows = `${pricesText(sums)} a month`;
  report({
    severity: 'warning',
    message:
      total === undefined
        ? `The costs are in ${sums.length} currencies, ${rows}: nobody can tell what that is together`
        : `The total says ${money(total.price)}, but its rows come to ${rows}: amounts in different currencies do not add up`,
    span: stated.span,
    notes: costs.slice(0, mostNotes).flatMap(priceNote),
    help: 'Write all prices in one currency, at the rate that you reckon with.',
  });
}

/** Whoever adds up a longer table does it with a calculator, not by reading notes. */
const mostNotes = 20;

function priceNote(cost: Cost<Hole>): Note[] {
  const said = priceOf(cost);
  if (said === undefined) return [];
  return [{ message: `${nameOr(cost.service, 'This row')} costs ${money(said.price)}`, span: said.stated.span }];
}
