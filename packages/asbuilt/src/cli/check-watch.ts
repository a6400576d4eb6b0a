import { resolve } from 'node:path';
import type { Outcome } from '#check/request';
import { nextChange, stateOf } from '#files/watch';
import type { CheckCall } from './check-call.ts';
import { filesOf } from './check-files.ts';
import { reportOn, tryFiles } from './check-round.ts';
import { type ExitCode, type Io, UsageError } from './command.ts';

/** What a terminal takes for: forget what is above, and begin at the top. */
const clear = '\u001B[2J\u001B[3J\u001B[H';

/** Checks, and checks again whenever an overview, its profile or a module of its own rules changes, until Ctrl-C. */
export async function watchOverviews(call: CheckCall): Promise<ExitCode> {
  const { io } = call;
  const { files } = await filesOf(call.invocation, io);
  if (files.includes('-')) throw new UsageError('standard input does not change: name a file to watch.');
  const { signal } = io;
  io.endsOnInterrupt?.();
  let sources: readonly string[] = files.map((file) => resolve(io.cwd, file));
  while (!signal.aborted) {
    const before = stateOf(sources);
    if (io.columns !== undefined) io.out(clear);
    const found = sourcesOf(await round(call), sources);
    io.out(`Watching ${files.length === 1 ? files[0] : `${files.length} files`}. Ctrl-C ends.\n`);
    // What changed meanwhile was seen or not, nobody knows: then it is checked again at once.
    const seen = stateOf(sources) === before ? stateOf(found) : '';
    sources = found;
    await nextChange(sources, seen, signal);
  }
  return 0;
}

/** While one edits, a file may be broken or gone for a moment: that is said, and the next change waited for. */
async function round(call: CheckCall): Promise<readonly Outcome[]> {
  try {
    const tried = await tryFiles(call);
    await reportOn(tried, call);
    return tried.outcomes;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    complain(error, call.io);
    return [];
  }
}

function complain({ message }: UsageError, io: Io): void {
  io.err(`asbuilt: ${message}\n`);
}

function sourcesOf(outcomes: readonly Outcome[], before: readonly string[]): readonly string[] {
  const found = outcomes.flatMap((outcome) => (outcome.kind === 'checked' ? outcome.sources : []));
  // What cannot be read any more may come back.
  return [
    ...new Set(outcomes.every(({ kind }) => kind === 'checked') && found.length > 0 ? found : [...before, ...found]),
  ];
}
