import type { Run } from './command.ts';
import { formatOf } from './options.ts';
import { budgetsJson } from './slo-json.ts';
import { measureBudgets } from './slo-measured.ts';
import { sloText } from './slo-text.ts';

/** Shows what is left of each error budget. */
export const run: Run = async (invocation, io) => {
  const format = formatOf(invocation, ['text', 'json']);
  const measured = await measureBudgets(invocation, io, Date.now());
  io.out(format === 'json' ? `${JSON.stringify(budgetsJson(measured), null, 2)}\n` : sloText(measured, io.color));
  return 0;
};
