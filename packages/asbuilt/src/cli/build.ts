import { basename } from 'node:path';
import { type Artifact, artifacts, openApiDraws, openApiPath } from '@asbuilt/core/artifacts';
import { type DerivedFile, isByHand, type Placed, placeDerived } from '#files/derived';
import { gitIgnored } from '#files/git-ignored';
import { loadProject, type Project } from '#files/project';
import { withoutStamp } from '#files/stamp';
import { stampArtifact } from '#files/stamp-artifact';
import { writeTexts } from '#files/write';
import { chosen } from './build-choice.ts';
import {
  type CheckedFile,
  checkReport,
  keptMessage,
  listReport,
  type WrittenFile,
  writeReport,
} from './build-report.ts';
import { type ExitCode, type Io, type Run, UsageError } from './command.ts';
import { fileOf, flag, formatOf } from './options.ts';

/** `asbuilt build`: writes every file that is derived from the overview; with `--check` compares them with what is there. */
export const run: Run = async (invocation, io) => {
  const style = { format: formatOf(invocation, ['text', 'json']), color: io.color };
  const [isCheck, isForced] = [flag(invocation, 'check'), flag(invocation, 'force')];
  if (isCheck && isForced) {
    throw new UsageError('--check writes nothing, so --force has nothing to force: give one of them.');
  }
  if (flag(invocation, 'list')) {
    io.out(listReport([...artifacts, openApiFiles], style));
    return 0;
  }
  const project = await loadProject({ cwd: io.cwd, file: fileOf(invocation) });
  const placed = await placeDerived(project.directory, derivedFiles(project, await chosen(invocation, project)));
  if (isCheck) {
    const files = await compare(project, placed);
    io.out(checkReport(project.file, files, style));
    return files.every(holds) ? 0 : 1;
  }
  const files = await write(placed, isForced);
  io.out(writeReport(project.file, files, style));
  return complain(project.file, files, io);
};

/** In the list one line stands for the files of all services. */
const openApiFiles = { path: openApiPath, isDefault: false, draws: openApiDraws };

function derivedFiles({ file, model, profile }: Project, wanted: readonly Artifact[]): readonly DerivedFile[] {
  const source = basename(file);
  // Some texts have two places.
  const texts = new Map<Artifact['derive'], string>();
  return wanted.map((artifact) => {
    const { path, derive, laidInto } = artifact;
    const text = texts.get(derive) ?? derive({ file: source, model, ...(profile && { profile: profile.profile }) });
    texts.set(derive, text);
    const stamped = (body: string): string => stampArtifact(body, { artifact, source, model });
    if (laidInto === undefined) return { path, text: stamped(text) };
    const onto = (found: string): string | undefined => {
      const laid = laidInto(withoutStamp(found), text);
      return laid === undefined ? undefined : stamped(laid);
    };
    return { path, text: stamped(text), laidInto: onto };
  });
}

/** Writes what is missing or stale, and with `isForced` also over what somebody wrote by hand. */
async function write(placed: readonly Placed[], isForced: boolean): Promise<readonly WrittenFile[]> {
  const files = placed.map((file): WrittenFile => {
    if (file.state === 'current') return { placed: file, outcome: 'unchanged' };
    return { placed: file, outcome: isByHand(file) && !isForced ? 'kept' : 'written' };
  });
  const pending = files.filter(({ outcome }) => outcome === 'written').map(({ placed: file }) => file);
  await writeTexts(pending.map(({ realPath, path, text }) => ({ path: realPath, shown: path, text })));
  return files;
}

function complain(file: string, files: readonly WrittenFile[], io: Io): ExitCode {
  const kept = files.filter(({ outcome }) => outcome === 'kept');
  if (kept.length === 0) return 0;
  io.err(`asbuilt: ${keptMessage(file, kept)}\n`);
  return 1;
}

async function compare({ directory }: Project, placed: readonly Placed[]): Promise<readonly CheckedFile[]> {
  const missing = placed.filter(({ state }) => state === 'missing').map(({ path }) => path);
  const ignored = missing.length === 0 ? new Set<string>() : await gitIgnored(directory, missing);
  return placed.map((file) => ({ placed: file, isIgnored: ignored.has(file.path) }));
}

function holds({ placed, isIgnored }: CheckedFile): boolean {
  return placed.state === 'current' || isIgnored;
}
