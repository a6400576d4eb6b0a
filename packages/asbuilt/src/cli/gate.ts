import { join } from 'node:path';
import { authorIn } from '#files/author';
import { appendToLedger } from '#files/ledger';
import { type Override, printOverride, spentOf } from '#gate/override';
import { type Invocation, type Run, UsageError } from './command.ts';
import { gateText, overrideText } from './gate-text.ts';
import { formatOf, textOption } from './options.ts';
import { budgetsJson } from './slo-json.ts';
import { type Measured, measureBudgets } from './slo-measured.ts';

/** Where overrides are kept, beside the days of the ledger. */
const overridesFile = 'overrides.jsonl';

/** Holds the error budgets against the ledger: 1 while one is spent, unless somebody takes the responsibility. */
export const run: Run = async (invocation, io) => {
  const format = formatOf(invocation, ['text', 'json']);
  const reason = reasonOf(invocation);
  const now = Date.now();
  const measured = await measureBudgets(invocation, io, now);
  const isSpent = measured.budgets.some(({ state }) => state === 'spent');
  const override = isSpent && reason !== undefined ? await record(measured, reason, now) : undefined;
  if (format === 'json') {
    io.out(`${JSON.stringify({ ...budgetsJson(measured), ...(override && { override }) }, null, 2)}\n`);
  } else {
    io.out(gateText(measured, io.color));
    if (override !== undefined) io.out(overrideText(override, join(measured.ledger.shown, overridesFile)));
    else if (reason !== undefined) io.out('There is nothing to override, so nothing was recorded.\n');
  }
  return isSpent && override === undefined ? 1 : 0;
};

function reasonOf(invocation: Invocation): string | undefined {
  const reason = textOption(invocation, 'override')?.trim();
  if (reason === '') throw new UsageError('--override needs a reason: say why this cannot wait.');
  return reason;
}

async function record(
  { project, ledger, windowMs, budgets }: Measured,
  reason: string,
  now: number,
): Promise<Override> {
  const override: Override = {
    at: new Date(now).toISOString(),
    by: await authorIn(project.directory),
    reason,
    overview: project.file,
    windowMs,
    spent: spentOf(budgets),
  };
  await appendToLedger(ledger, overridesFile, printOverride(override));
  return override;
}
