import { statSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { UsageError } from '#cli/command';
import { tryFile } from './failure.ts';
import { contains } from './inside.ts';

/** A module as it is on disk. */
export interface RuleModule {
  /** Absolute, links followed. */
  readonly path: string;
  /** When it was last changed, in milliseconds since 1970. */
  readonly changedAtMs: number;
}

/** Where a module is to be found and where it may be. */
export interface WantedModule {
  /** Absolute. */
  readonly path: string;
  /** As the profile names it. */
  readonly shown: string;
  /** The profile, as the user knows it. */
  readonly profile: string;
  /** The folders that it may be in, absolute. */
  readonly folders: readonly string[];
}

/** Finds a module of rules. Throws a `UsageError` when there is none, or it lies outside, whether by `..` or through a link. */
export async function findRuleModule({ path, shown, profile, folders }: WantedModule): Promise<RuleModule> {
  const real = await tryFile(
    () => realpath(path),
    (reason) => `${profile} names the rule module ${shown}: ${reason}.`,
  );
  const roots = await Promise.all(folders.map((folder) => realpath(folder)));
  if (!roots.some((root) => contains(root, real))) {
    throw new UsageError(
      `${profile} names the rule module ${shown}, which lies outside of the project's folder: only code of the project itself is run.`,
    );
  }
  return { path: real, changedAtMs: statSync(real).mtimeMs };
}
