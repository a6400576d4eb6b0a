import { posix } from 'node:path';
import type { ChangedFile } from '@asbuilt/core/guard';
import { UsageError } from '#cli/command';
import { loadProject } from '#files/project';
import { z } from '../sdk.ts';
import { answerBy, dataAnswer } from '../session.ts';
import { overviewInput, requireInputInside, type Tool, tool } from '../tool.ts';

const changedFile = z.strictObject({
  path: z.string().min(1).describe("Relative to the overview's folder, with /"),
  kind: z.enum(['added', 'changed', 'deleted']),
});

/** `asbuilt guard --format json`, and the same for a change that nobody has made yet. */
export const guardTool: Tool = tool({
  name: 'guard',
  title: 'Judge a change',
  description:
    'Holds a change of files against the overview: which of them it refuses (secrets, derived files, files that the file map promises), which a person has to look at, and the guardrails to keep in mind. Ask it before you change files, with "files"; without them it judges what git says is not committed, or everything since "base".',
  input: {
    ...overviewInput,
    files: z.array(changedFile).min(1).max(10_000).optional().describe('The change that is planned (default: ask git)'),
    base: z.string().min(1).optional().describe('Judge all since the fork from this revision, e.g. origin/main'),
  },
  answer: async ({ file, profile, files, base }, session) => {
    await requireInputInside(session, { file, profile });
    if (files === undefined) return answerBy(session, 'guard', file, { profile, base });
    if (base !== undefined) throw new UsageError('"files" and "base" name two different changes: give one of them.');
    const project = await loadProject({ cwd: session.folder, file, profile });
    return dataAnswer(session.commands.judge(project, files.map(normal), session.folder));
  },
});

/** The path without detours: `docs/../secrets/.env` is judged as what it leads to. */
function normal({ path, kind }: ChangedFile): ChangedFile {
  const straight = posix.normalize(path);
  if (straight.startsWith('/') || straight === '..' || straight.startsWith('../')) {
    throw new UsageError(`${path} leads out of the overview's folder: give paths relative to it.`);
  }
  return { path: straight, kind };
}
