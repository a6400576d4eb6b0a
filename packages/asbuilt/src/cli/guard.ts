import { guard } from '@asbuilt/core/guard';
import { type ChangeSource, gitChanges } from '#files/git-changes';
import { surroundingsOf } from '#files/surroundings';
import { type Invocation, type Run, UsageError } from './command.ts';
import { guardJson, guardText } from './guard-text.ts';
import { fileOf, flag, formatOf, textOption } from './options.ts';
import { projectOf } from './project-of.ts';

/** Holds a change against the overview: 1 when it refuses something. */
export const run: Run = async (invocation, io) => {
  const format = formatOf(invocation, ['text', 'json']);
  const source = sourceOf(invocation);
  if (fileOf(invocation) === '-')
    throw new UsageError('guard compares files with the overview beside them: name its file.');
  const project = await projectOf(invocation, io);
  const files = await gitChanges(project.directory, source);
  const verdicts = guard(project.model, { files }, surroundingsOf(project, io.cwd));
  const judged = { project, files, verdicts };
  io.out(format === 'json' ? guardJson(judged) : guardText(judged, io.color));
  return verdicts.some(({ verdict }) => verdict === 'refused') ? 1 : 0;
};

function sourceOf(invocation: Invocation): ChangeSource {
  const revision = textOption(invocation, 'base');
  if (!flag(invocation, 'staged'))
    return revision === undefined ? { kind: 'uncommitted' } : { kind: 'since', revision };
  if (revision === undefined) return { kind: 'staged' };
  throw new UsageError('--staged and --base name two different changes: give one of them.');
}
