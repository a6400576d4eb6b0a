import type { Model } from '#model/index';
import { known } from '#model/index';

/** A change of the repository, by the files it touches. */
export interface Change {
  readonly files: readonly ChangedFile[];
}

export interface ChangedFile {
  /** Relative to the overview's folder, with `/`. */
  readonly path: string;
  readonly kind: 'added' | 'changed' | 'deleted';
}

/** What the overview is kept in, and which files are derived from it. */
export interface Surroundings {
  readonly overview: string;
  /** The files that the overview includes. */
  readonly included: readonly string[];
  readonly profile: string;
  readonly derived: readonly string[];
}

/** `refused`: the overview forbids it. `review`: a person has to look at it. */
export interface Verdict {
  readonly verdict: 'refused' | 'review';
  readonly path: string;
  /** Which sentence of the overview is concerned. */
  readonly statement?: string;
  readonly reason: string;
}

/** Judges a change by the file map, the secrets and the guardrails of an overview. No verdict means: nothing speaks against it. */
export function guard(model: Model, change: Change, surroundings: Surroundings): Verdict[] {
  const changed = new Set(change.files.map(({ path }) => path));
  const isChanged = [surroundings.overview, ...surroundings.included].some((path) => changed.has(path));
  return change.files.flatMap((file) => [
    ...secretVerdicts(model, file),
    ...derivedVerdicts(file, surroundings, isChanged),
    ...promisedVerdicts(model, file),
    ...profileVerdicts(model, file, surroundings, isChanged),
  ]);
}

function secretVerdicts({ overview }: Model, { path, kind }: ChangedFile): Verdict[] {
  const secrets = known(overview.capsule.secrets);
  const folder = secrets && normalPath(secrets).replace(/[^/]*$/, '');
  const isSecret =
    secrets !== undefined &&
    (path === normalPath(secrets) || (folder !== '' && folder !== undefined && path.startsWith(folder)));
  if (!isSecret || kind === 'deleted') return [];
  const id = overview.capsule.secrets?.id;
  return [
    {
      verdict: 'refused',
      path,
      ...(id !== undefined && { statement: id }),
      reason: 'secrets stay on the machine: this path is the secrets location of the overview',
    },
  ];
}

function derivedVerdicts(
  { path }: ChangedFile,
  { derived, overview }: Surroundings,
  isOverviewChanged: boolean,
): Verdict[] {
  if (!derived.includes(path) || isOverviewChanged) return [];
  return [
    {
      verdict: 'refused',
      path,
      reason: `this file is derived from ${overview}: change the overview and run \`asbuilt build\``,
    },
  ];
}

function promisedVerdicts({ overview }: Model, { path, kind }: ChangedFile): Verdict[] {
  if (kind !== 'deleted') return [];
  const promised = overview.files.find((file) => normalPath(file.path.value) === path);
  return promised === undefined
    ? []
    : [
        {
          verdict: 'refused',
          path,
          statement: promised.path.id,
          reason: 'the file map of the overview promises this file',
        },
      ];
}

function profileVerdicts(
  { overview }: Model,
  { path }: ChangedFile,
  surroundings: Surroundings,
  isOverviewChanged: boolean,
): Verdict[] {
  const [rule] = overview.capsule.nonNegotiables;
  if (path !== surroundings.profile || isOverviewChanged) return [];
  return [
    {
      verdict: 'review',
      path,
      ...(rule && { statement: rule.id }),
      reason:
        rule === undefined
          ? 'the profile changes and the overview does not'
          : `the profile changes and the overview does not: "${rule.value}"`,
    },
  ];
}

/** Paths of the overview may begin with `/` or `./`; both mean its folder. */
function normalPath(path: string): string {
  return path.replace(/^(?:\.?\/)+/, '');
}
