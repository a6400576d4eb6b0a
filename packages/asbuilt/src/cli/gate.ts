import { join } from 'node:path';
import type { Milliseconds } from '@asbuilt/core/model';
import { authorIn } from '#files/author';
import { appendToLedger, readFromLedger } from '#files/ledger';
import { type Override, parseOverrides, printOverride, spentOf, standing } from '#gate/override';
import { type Invocation, type Run, UsageError } from './command.ts';
import { gateText, overrideText } from './gate-text.ts';
import { durationOption } from './measure-options.ts';
import { formatOf, textOption } from './options.ts';
import { budgetsJson } from './slo-json.ts';
import { type Measured, measureBudgets } from './slo-measured.ts';

/** Where overrides are kept, beside the days of the ledger. */
const overridesFile = 'overrides.jsonl';

/** Holds the error budgets against what was counted: 1 while one is spent, unless somebody takes the responsibility. */
export const run: Run = async (invocation, io) => {
  const format = formatOf(invocation, ['text', 'json']);
  const wish = wishOf(invocation);
  const now = Date.now();
  const measured = await measureBudgets(invocation, io, now);
  const isSpent = measured.budgets.some(({ state }) => state === 'spent');
  const override = isSpent ? await overrideOf(measured, wish, now) : undefined;
  if (format === 'json') {
    io.out(`${JSON.stringify({ ...budgetsJson(measured), ...(override && { override }) }, null, 2)}\n`);
  } else {
    io.out(gateText(measured, io.color));
    if (override !== undefined) io.out(overrideText(override, join(measured.ledger.shown, overridesFile)));
    else if (wish !== undefined) io.out('There is nothing to override, so nothing was recorded.\n');
  }
  return isSpent && override === undefined ? 1 : 0;
};

/** Why somebody wants to go on all the same, and for how long; 0 for this time alone. */
interface Wish {
  readonly reason: string;
  readonly forMs: Milliseconds;
}

function wishOf(invocation: Invocation): Wish | undefined {
  const reason = textOption(invocation, 'override')?.trim();
  if (reason === '') throw new UsageError('--override needs a reason: say why this cannot wait.');
  const hasEnd = textOption(invocation, 'for') !== undefined;
  if (reason === undefined && hasEnd) throw new UsageError('--for is the time of an override: add --override "why".');
  return reason === undefined ? undefined : { reason, forMs: hasEnd ? durationOption(invocation, 'for', '1d') : 0 };
}

/** A new override where one is wanted, else the one that still holds. */
async function overrideOf(
  measured: Measured,
  wish: Wish | undefined,
  now: Milliseconds,
): Promise<Override | undefined> {
  if (wish !== undefined) return record(measured, wish, now);
  const { ledger, budgets, project } = measured;
  const overrides = parseOverrides(await readFromLedger(ledger, overridesFile));
  if ('line' in overrides) {
    const place = `${join(ledger.shown, overridesFile)}:${overrides.line}`;
    throw new UsageError(`${place} is no record of an override: correct the line or remove it.`);
  }
  return standing(overrides, budgets, project.file, now);
}

async function record(
  { project, ledger, windowMs, budgets }: Measured,
  { reason, forMs }: Wish,
  now: Milliseconds,
): Promise<Override> {
  const override: Override = {
    at: new Date(now).toISOString(),
    until: new Date(now + forMs).toISOString(),
    by: await authorIn(project.directory),
    reason,
    overview: project.file,
    windowMs,
    spent: spentOf(budgets),
  };
  await appendToLedger(ledger, overridesFile, printOverride(override));
  return override;
}
