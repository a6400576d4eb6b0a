import { type Fixed, fixFile, type Mended } from '#check/fix';
import { unifiedDiff } from '#check/unified-diff';
import { realPlaceOf } from '#files/place';
import { writeTexts } from '#files/write';
import type { CheckCall, Tried } from './check-call.ts';
import { filesOf } from './check-files.ts';
import { exitCodeOf, reportOn, requireKnownRules } from './check-round.ts';
import { type ExitCode, UsageError } from './command.ts';
import { printable } from './printable.ts';

/** Makes the safe repairs of overviews and their profiles, and checks what is left; with `dryRun` it only shows them. */
export async function fixOverviews(call: CheckCall): Promise<ExitCode> {
  const { files, areSeveral } = await filesOf(call.invocation, call.io);
  if (files.includes('-')) throw new UsageError('standard input cannot be written back: name a file.');
  const fixed: Fixed[] = [];
  // One after the other: several overviews may have the same profile.
  for (const file of files) {
    const one = await fixFile(file, call.request);
    requireKnownRules([one.checked], call.request);
    if (!call.options.dryRun) await write(one);
    fixed.push(one);
  }
  const tried: Tried = { areSeveral, outcomes: fixed.map(({ checked }) => checked) };
  for (const reason of new Set(fixed.flatMap(({ refused }) => refused))) call.io.err(`asbuilt: ${reason}\n`);
  const mended = fixed.flatMap((one) => one.mended);
  return call.options.dryRun ? show(fixed, tried, call) : tell(mended, tried, call);
}

/** The real places: a link to a document stays a link. */
async function write({ changed }: Fixed): Promise<void> {
  const pending = changed.map(async ({ path, shown, after }) => ({
    path: await realPlaceOf(path),
    shown,
    text: after,
  }));
  await writeTexts(await Promise.all(pending));
}

async function tell(mended: readonly Mended[], tried: Tried, call: CheckCall): Promise<ExitCode> {
  const { format } = call.options;
  if (format === 'json') return reportOn({ ...tried, mended }, call);
  // What another program reads has to stay what it is.
  const say = format === 'text' ? call.io.out : call.io.err;
  if (mended.length > 0) say(`${listOf(mended)}\n`);
  return reportOn(tried, call);
}

/** The difference alone goes to standard output, so that `git apply` can take it from there. */
function show(fixed: readonly Fixed[], tried: Tried, call: CheckCall): ExitCode {
  const changed = fixed.flatMap((one) => one.changed);
  const byPath = new Map(changed.map((one) => [one.path, one]));
  call.io.out([...byPath.values()].map(({ shown, text, after }) => unifiedDiff(shown, text, after)).join(''));
  const mended = fixed.flatMap((one) => one.mended);
  call.io.err(mended.length === 0 ? 'asbuilt: nothing would be mended.\n' : listOf(mended, 'would mend'));
  return exitCodeOf(tried, call);
}

/** `mended overview.md:12:5 costs-add-up: Write $130 as the total` */
function listOf(mended: readonly Mended[], what = 'mended'): string {
  return mended
    .map(({ file, line, column, rule, title }) => `${what} ${file}:${line}:${column} ${rule}: ${printable(title)}\n`)
    .join('');
}
