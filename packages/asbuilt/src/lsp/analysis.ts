import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Checker, check } from '@asbuilt/core/check';
import type { Draft, Evidence, Model } from '@asbuilt/core/model';
import { link, type Reader, read } from '@asbuilt/core/overview';
import { type LineIndex, lineIndex } from '@asbuilt/core/text';
import { UsageError } from '#cli/command';
import type { Disk } from '#files/disk';
import { evidenceOf, loadProject, type Project } from '#files/project';
import { noOwnRules, type OwnRules, ownRulesOf } from './own-rules.ts';

/** One version of an open document. */
export interface Snapshot {
  /** As the editor writes it: answers use the same letters. */
  readonly uri: string;
  readonly version: number;
  readonly text: string;
}

/** A snapshot that was read, with what stands around it. Everything that editors ask is answered from one of these. */
export interface Analysis extends Snapshot {
  readonly draft: Draft;
  readonly model: Model;
  readonly lines: LineIndex;
  /** The profile and the files around it; absent where the document is no file, or its surroundings cannot be read. */
  readonly project?: Project;
  /** The rules that the project brings along. */
  readonly ownRules: OwnRules;
  /** What inspections saw on this very text. */
  readonly evidence: readonly Evidence[];
  /** What cannot be read of what stands around it, as sentences. */
  readonly troubles: readonly string[];
  readonly check: Checker;
}

/** How the versions of one document are read and checked: by what remembers the one before, where there are several. */
export interface Versions {
  readonly reader: Reader;
  readonly checker: Checker;
}

const single: Versions = { reader: read, checker: check };

/** Where documents are read from, and what may be run for them. */
export interface Reading {
  readonly disk: Disk;
  /** Whether the editor lets the project's own rules run, which are code. */
  readonly mayRunRules: () => boolean;
}

/** Reads an open document, and from disk its profile and what inspections saw on it. */
export async function analyse(
  snapshot: Snapshot,
  { disk, mayRunRules }: Reading,
  { reader, checker }: Versions = single,
): Promise<Analysis> {
  const troubles: string[] = [];
  const lines = lineIndex(snapshot.text);
  const path = pathOf(snapshot.uri);
  const project = path && (await unless(troubles, () => projectAt(path, snapshot.text, { disk, reader })));
  const common = { ...snapshot, lines, troubles, check: checker };
  if (!project) return { ...common, ...readAlone(snapshot.text, reader), ownRules: noOwnRules, evidence: [] };
  const evidence = (await unless(troubles, () => evidenceOf(project))) ?? [];
  const ownRules = (await unless(troubles, () => ownRulesOf(project, mayRunRules()))) ?? noOwnRules;
  const { draft, model } = project;
  return { ...common, draft, model, project, ownRules, evidence };
}

function projectAt(path: string, text: string, by: { disk: Disk; reader: Reader }): Promise<Project> {
  return loadProject({ cwd: dirname(path), file: basename(path), text, ...by });
}

/** What was read, unless the user has to mend something first: then the sentence that says so is kept. */
async function unless<T>(troubles: string[], reading: () => Promise<T>): Promise<T | undefined> {
  try {
    return await reading();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    troubles.push(error.message);
    return undefined;
  }
}

function readAlone(text: string, reader: Reader): Pick<Analysis, 'draft' | 'model'> {
  const draft = reader(text);
  return { draft, model: link(draft) };
}

/** The path behind a `file:` URI; undefined for a document that is no file (yet). */
export function pathOf(uri: string): string | undefined {
  return uri.startsWith('file:') ? fileURLToPath(uri) : undefined;
}

/** So many known sections make a Markdown file an overview, whatever it is called: a README has one or two by accident. */
const sectionsOfAnOverview = 3;

/** Whether a document is meant to be an Architecture Overview. Editors send every Markdown file, and others are left alone. */
export function isOverview({ uri, draft }: Analysis): boolean {
  return /overview\.md$/i.test(uri) || draft.sections.length >= sectionsOfAnOverview;
}

/** Whether a document is a project's profile, or the local one over it. */
export function isProfile(uri: string): boolean {
  return /profile(?:\.local)?\.ya?ml$/i.test(uri);
}
