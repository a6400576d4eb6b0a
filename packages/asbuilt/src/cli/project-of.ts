import { loadProject, type Project } from '#files/project';
import { type Invocation, type Io, UsageError } from './command.ts';
import { fileOf, textOption } from './options.ts';

/** The project that a command line names: `[file]` with `-` for standard input, `--profile`. */
export async function projectOf(invocation: Invocation, io: Io): Promise<Project> {
  const file = fileOf(invocation);
  const profile = textOption(invocation, 'profile');
  if (file !== '-') return loadProject({ cwd: io.cwd, file, profile });
  if (io.input === undefined) throw new UsageError('there is no standard input to read here: name a file.');
  return loadProject({ cwd: io.cwd, file: '<stdin>', profile, text: await io.input() });
}
