import { basename, dirname, resolve } from 'node:path';
import { template } from '@asbuilt/core/overview';
import { isThere } from '#files/place';
import { loadProject } from '#files/project';
import { writeTexts } from '#files/write';
import { type ExitCode, type Invocation, type Io, type Run, UsageError } from './command.ts';
import { fill, fillReport, fillSum, type Moment, thisMoment } from './fill.ts';
import { fileOf, flag, textOption } from './options.ts';

export const run: Run = (invocation, io) => writeNew(invocation, io, thisMoment());

/** Writes an overview from the template; a file that is there already only with `--force`. */
export async function writeNew(invocation: Invocation, io: Io, moment: Moment): Promise<ExitCode> {
  const file = fileOf(invocation);
  if (file === '-') throw new UsageError('new writes a file: name it.');
  const path = resolve(io.cwd, file);
  if (isThere(path) && !flag(invocation, 'force')) {
    throw new UsageError(`${file} exists already: name another file, or overwrite it with --force.`);
  }
  const profile = textOption(invocation, 'profile');
  const project = await loadProject({
    cwd: dirname(path),
    file: basename(path),
    text: template,
    profile: profile === undefined ? undefined : resolve(io.cwd, profile),
  });
  const filled = fill(project, moment, projectName(invocation, path));
  await writeTexts([{ path, shown: file, text: filled.text }]);
  io.out(`${fillReport(file, filled, io.color)}wrote ${file}: ${fillSum(filled)}\n`);
  io.out('Next: fill in what is open, then run asbuilt check.\n');
  return 0;
}

/** What can stand in a heading, in a table and in a path alike. */
const namePattern = /^[\p{L}\p{N}][\p{L}\p{N} ._-]*$/u;

/** `--name`, else the name of the folder, else none: the hole stays open. */
function projectName(invocation: Invocation, path: string): string | undefined {
  const named = textOption(invocation, 'name');
  if (named !== undefined && !namePattern.test(named)) {
    throw new UsageError(`--name ${JSON.stringify(named)}: use letters, digits, spaces, ".", "_" and "-".`);
  }
  const folder = basename(dirname(path));
  return named ?? (namePattern.test(folder) ? folder : undefined);
}
