import { check } from '@asbuilt/core/check';
import { type Difference, diff, differenceMarkdown, isSame, type Version } from '@asbuilt/core/diff';
import { pageFolder } from '#files/page-folder';
import type { Project } from '#files/project';
import type { Run } from './command.ts';
import { diffJson } from './diff-json.ts';
import { diffText } from './diff-text.ts';
import { loadSide, namesOf, sidesOf, type Versions } from './diff-versions.ts';
import { formatOf, textOption } from './options.ts';

/** Tells what two versions of an overview state differently: 1 when they do, as diff(1) has it. */
export const run: Run = async (invocation, io) => {
  const format = formatOf(invocation, ['text', 'json', 'md']);
  const file = textOption(invocation, 'file') ?? 'overview.md';
  const [before, after] = await sidesOf(invocation.args, file, io);
  const was = await loadSide(before, after, file, io);
  const is = await loadSide(after, before, file, io);
  // Which files lie beside an overview is no part of its version, unless both are files.
  const withFiles = before.kind === 'file' && after.kind === 'file';
  const difference = diff(versionOf(was.project, withFiles), versionOf(is.project, withFiles));
  io.out(print[format](difference, { before: was, after: is }, io.color));
  return isSame(difference) ? 0 : 1;
};

const print: Readonly<
  Record<'text' | 'json' | 'md', (difference: Difference, of: Versions, color: boolean) => string>
> = {
  text: (difference, of, color) => diffText(difference, namesOf(of), color),
  json: diffJson,
  md: (difference, of) => differenceMarkdown(difference, namesOf(of)),
};

/** Evidence is left out: it counts for one version only, so that of any other one there is none. */
function versionOf({ file, pages, draft, model, profile, files }: Project, withFiles: boolean): Version {
  const around = { files, folderOf: pageFolder(pages) };
  const findings = check({ file, draft, model, ...(profile && { profile }), ...(withFiles && around) });
  return { draft, model, findings };
}
