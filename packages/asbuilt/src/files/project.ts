import { existsSync } from 'node:fs';
import { basename, dirname, join, parse, resolve } from 'node:path';
import type { ProjectFiles } from '@asbuilt/core/check';
import { type Draft, type Evidence, known, type Model, type ProfileDraft } from '@asbuilt/core/model';
import { link, type Reader, readProfile } from '@asbuilt/core/overview';
import { type Disk, plainDisk } from './disk.ts';
import { type OverviewDocument, readDocument } from './document.ts';
import { evidenceFolder } from './evidence-folder.ts';

/** The name of the profile beside the overview, when neither the command line nor the overview names another. */
export const defaultProfile = 'confer-agent.profile.yml';

/** An overview with everything around it. */
export interface Project extends OverviewDocument {
  /** The overview as the user named it. */
  readonly file: string;
  /** The folder of the overview, absolute: every path in the overview counts from here. */
  readonly directory: string;
  readonly model: Model;
  /** Absent when there is no profile. */
  readonly profile?: ProfileDraft;
  /** The files of the folder; a leading `/` stands for the folder. */
  readonly files: ProjectFiles;
  /** Where the overview says that the secrets are kept, absolute. They are read only where they are used. */
  readonly secretsPath?: string;
}

export interface ProjectOptions {
  /** Paths count from here. */
  readonly cwd: string;
  readonly file: string;
  /** The profile that the user named; it must exist then. */
  readonly profile?: string | undefined;
  /** The overview's text, when it does not come from `file` (standard input). */
  readonly text?: string;
  readonly disk?: Disk;
  /** One that remembers the document, where it is read again and again. */
  readonly reader?: Reader;
}

/** Reads an overview with the files that it includes, its profile and the local profile over it. Throws a `UsageError` for what cannot be read. */
export async function loadProject(options: ProjectOptions): Promise<Project> {
  const { cwd, file, profile: named, text: given, disk = plainDisk, reader } = options;
  const text = given ?? (await disk.text(resolve(cwd, file), file));
  const directory = given === undefined ? dirname(resolve(cwd, file)) : cwd;
  const { pages, draft } = await readDocument({ file, directory, text }, disk, reader);
  const profile =
    named === undefined
      ? await findProfile(draft, { directory, shownIn: dirname(file), disk })
      : await loadProfile({ path: resolve(cwd, named), shown: named, disk });
  const secrets = known(draft.overview.capsule.secrets);
  return {
    file,
    directory,
    pages,
    draft,
    model: link(draft),
    files: disk.filesIn(directory),
    ...(profile && { profile }),
    ...(secrets !== undefined && { secretsPath: resolve(directory, secrets) }),
  };
}

/**
 * What inspections have seen on the overview as it is now; what they saw on an earlier version does not count. Throws a
 * `UsageError` for evidence that cannot be read.
 */
export async function evidenceOf({ file, directory, draft }: Project): Promise<readonly Evidence[]> {
  // Where nothing was ever inspected, that is all that it costs.
  if (!existsSync(join(directory, evidenceFolder))) return [];
  const { readEvidence } = await import('./evidence.ts');
  return readEvidence({ file, directory, text: draft.text });
}

interface OverviewPlace {
  readonly directory: string;
  /** The folder as the user named it. */
  readonly shownIn: string;
  readonly disk: Disk;
}

/** The profile that the overview names, else the one with the usual name beside it; undefined when that is not there. */
async function findProfile(
  draft: Draft,
  { directory, shownIn, disk }: OverviewPlace,
): Promise<ProfileDraft | undefined> {
  const stated = draft.overview.capsule.profiles.map(known).find((path) => path !== undefined && !isLocal(path));
  const name = stated ?? defaultProfile;
  const path = join(directory, name);
  return disk.has(path) ? loadProfile({ path, shown: join(shownIn, name), disk }) : undefined;
}

interface ProfilePlace {
  readonly path: string;
  readonly shown: string;
  readonly disk: Disk;
}

async function loadProfile({ path, shown, disk }: ProfilePlace): Promise<ProfileDraft> {
  const text = await disk.text(path, shown, 'Name the profile with --profile.');
  const local = { path: localOf(path), file: localOf(shown) };
  if (!disk.has(local.path)) return readProfile(shown, text);
  return readProfile(shown, text, { file: local.file, text: await disk.text(local.path, local.file) });
}

/** `confer-agent.profile.yml` → `confer-agent.profile.local.yml` */
function localOf(path: string): string {
  const { dir, name, ext } = parse(path);
  return join(dir, `${name}.local${ext}`);
}

function isLocal(path: string): boolean {
  return basename(path, parse(path).ext).endsWith('.local');
}
