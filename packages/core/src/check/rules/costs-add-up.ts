import { monthlyCost } from '#derive/monthly-cost';
import { type Cost, type Hole, known } from '#model/index';
import type { Note } from '../finding.ts';
import type { Rule } from '../rule.ts';
import { money, nameOr } from '../say.ts';
import { rewritten, standsFor } from '../written.ts';

/** Section 11: the total against its rows. */
export const costsAddUp: Rule = {
  name: 'costs-add-up',
  sentence: 'The total of the cost table is the sum of its rows',
  severity: 'error',
  holds: ['costs/*/cost'],
  check({ draft }, report) {
    const stated = draft.overview.costTotalUsdPerMonth;
    const total = known(stated);
    const { usdPerMonth: sum, unpriced } = monthlyCost(draft.overview);
    if (stated === undefined || total === undefined || unpriced.length > 0) return;
    const written = { text: draft.text, span: stated.span, value: total };
    if (standsFor(written, sum, Math.max(sum * 0.05, 5))) return;
    const right = money(sum).replace('/month', '');
    const edit = rewritten(written, sum, () => right.replace('$', ''));
    report({
      message: `The total says ${money(total)}, but its rows come to ${money(sum)}`,
      span: stated.span,
      notes: draft.overview.costs.slice(0, mostNotes).flatMap(priceNote),
      help: `Write ${right} as the total, or mend the row that is wrong.`,
      ...(edit && { repairs: [{ title: `Write ${right} as the total`, edits: [edit], safe: true }] }),
    });
  },
};

/** Whoever adds up a longer table does it with a calculator, not by reading notes. */
const mostNotes = 20;

function priceNote({ service, usdPerMonth }: Cost<Hole>): Note[] {
  const price = known(usdPerMonth);
  if (usdPerMonth === undefined || price === undefined) return [];
  return [{ message: `${nameOr(service, 'This row')} costs ${money(price)}`, span: usdPerMonth.span }];
}
