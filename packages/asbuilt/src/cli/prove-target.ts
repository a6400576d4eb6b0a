import { dirname, join } from 'node:path';
import { isThere } from '#files/place';
import type { Project } from '#files/project';
import { readText } from '#files/read-text';
import { type Control, controlAt } from '#prove/control';
import { type Invocation, type Io, UsageError } from './command.ts';
import { textOption } from './options.ts';
import { findRun, type LocalRun, requireRun } from './remote-system.ts';

/** Where the system is that is to be proven. */
export interface ProveTarget {
  readonly entry: URL;
  /** Absent where nothing is known that could inject faults: then nothing is broken. */
  readonly control?: Control;
}

/**
 * Finds the system by `--url` and `--control`; what is not named is taken from the system that runs by the overview, so
 * that `--url` may also name just another page of it. Throws a `UsageError` when there is none.
 */
export async function proveTarget(invocation: Invocation, project: Project, io: Io): Promise<ProveTarget> {
  const entry = urlOption(invocation, 'url');
  const control = urlOption(invocation, 'control');
  if (entry !== undefined && control !== undefined) return { entry, control: await namedControl(control, project) };
  if (entry === undefined) return withoutUrl(await requireRun(project.file, io), control);
  // Where nothing ever ran, nothing has to be installed that could.
  if (!isThere(join(project.directory, '.asbuilt', 'run.json'))) return { entry };
  const run = await findRun(project.file, io);
  return run !== undefined && isSameOrigin(run.entryUrl, entry)
    ? { entry, control: await localControl(run) }
    : { entry };
}

async function withoutUrl(run: LocalRun, control: URL | undefined): Promise<ProveTarget> {
  if (control !== undefined && !isSameOrigin(run.controlUrl, control)) {
    throw new UsageError(
      `--control ${control.href} is of another system than the one that runs here: name its public entry with --url.`,
    );
  }
  if (run.entryUrl === undefined) throw new UsageError(`${run.overview} is still starting: try again once it is up.`);
  return { entry: new URL(run.entryUrl), control: await localControl(run) };
}

async function localControl({ controlUrl, token }: LocalRun): Promise<Control> {
  return controlAt({ url: controlUrl, token: await token() });
}

/** The token lies beside the overview that the system runs by. */
async function namedControl(url: URL, { file, directory }: Project): Promise<Control> {
  const path = join('.asbuilt', 'token');
  const remedy =
    'Faults need the token that asbuilt up keeps there while the system runs; without --control nothing is broken.';
  const token = await readText(join(directory, path), join(dirname(file), path), remedy);
  return controlAt({ url: url.href, token: token.trim() });
}

function isSameOrigin(url: string | undefined, other: URL): boolean {
  return url !== undefined && new URL(url).origin === other.origin;
}

function urlOption(invocation: Invocation, name: string): URL | undefined {
  const text = textOption(invocation, name);
  if (text === undefined) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && (url.username !== '' || url.password !== '')) {
    throw new UsageError(`--${name} has a password in it, which would show in what is printed: leave it out.`);
  }
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url;
  throw new UsageError(`--${name} ${text} is not a URL of a system: write it in full, e.g. http://127.0.0.1:3000/.`);
}
