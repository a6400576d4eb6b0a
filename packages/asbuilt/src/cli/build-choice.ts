import { type Artifact, artifacts, openApis, promised } from '@asbuilt/core/artifacts';
import { nearest } from '@asbuilt/core/text';
import type { Project } from '#files/project';
import { derivedOnes } from '#files/standing';
import { type Invocation, UsageError } from './command.ts';
import { flag, textOption } from './options.ts';

/**
 * The artifacts that a build is about: with `--all` every one, with `--artifact` those that it names. Else those that
 * are always written, those that the overview promises by their path, and those that were derived here before.
 */
export async function chosen(invocation: Invocation, { directory, model }: Project): Promise<readonly Artifact[]> {
  const named = textOption(invocation, 'artifact');
  if (named !== undefined && flag(invocation, 'all')) {
    throw new UsageError('--all is every artifact, and --artifact some of them: give one of the two.');
  }
  const every = [...artifacts, ...openApis(model)];
  if (flag(invocation, 'all')) return every;
  if (named !== undefined) return artifactsNamed(named, every);
  const usual = new Set(promised(every, model));
  const others = every.filter((artifact) => !usual.has(artifact)).map(({ path }) => path);
  const standing = await derivedOnes(directory, others);
  return every.filter((artifact) => usual.has(artifact) || standing.has(artifact.path));
}

/** `containers.svg,docs/architecture.md`: paths of the list, or the names of files in it. */
function artifactsNamed(list: string, every: readonly Artifact[]): readonly Artifact[] {
  const wanted = new Set(list.split(',').flatMap((name) => oneNamed(name.trim(), every)));
  return every.filter((artifact) => wanted.has(artifact));
}

function oneNamed(name: string, every: readonly Artifact[]): readonly Artifact[] {
  const found = every.filter(({ path }) => path === name || path.endsWith(`/${name}`));
  if (name !== '' && found.length > 0) return found;
  const suggestion = nearest(
    name,
    every.flatMap(({ path }) => [path, path.replace(/^.*\//, '')]),
  );
  const hint = suggestion === undefined ? '' : ` Did you mean ${suggestion}?`;
  throw new UsageError(`--artifact ${name} is none that can be derived.${hint} "asbuilt build --list" lists them.`);
}
