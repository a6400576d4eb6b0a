import { basename, resolve } from 'node:path';
import { isThere } from '#files/place';
import { openRepository } from '#files/repository';
import { writeTexts } from '#files/write';
import { survey } from '#survey/survey';
import { type Run, UsageError } from './command.ts';
import { flag, textOption } from './options.ts';
import { surveySummary } from './survey-text.ts';

/** Reads an existing repository and writes a first overview of it; without `--out` to standard output. */
export const run: Run = async (invocation, io) => {
  const shown = invocation.args[0] ?? '.';
  const folder = resolve(io.cwd, shown);
  const out = textOption(invocation, 'out');
  if (out !== undefined && isThere(resolve(io.cwd, out)) && !flag(invocation, 'force')) {
    throw new UsageError(`${out} exists already: name another file, or overwrite it with --force.`);
  }
  const surveyed = await survey(await openRepository(folder, shown), basename(folder));
  if (out === undefined) io.out(surveyed.text);
  else await writeTexts([{ path: resolve(io.cwd, out), shown: out, text: surveyed.text }]);
  // With the overview on standard output, what is said about it must not get into it.
  const say = out === undefined ? io.err : io.out;
  say(surveySummary(surveyed, out, io.color));
  return 0;
};
