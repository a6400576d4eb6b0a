import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Draft, Model } from '@asbuilt/core/model';
import { link, read } from '@asbuilt/core/overview';
import { type LineIndex, lineIndex } from '@asbuilt/core/text';
import { UsageError } from '#cli/command';
import { loadProject, type Project } from '#files/project';

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
  /** Why the surroundings cannot be read, as a sentence. */
  readonly trouble?: string;
}

/** Reads an open document, and its profile from disk. */
export async function analyse(snapshot: Snapshot): Promise<Analysis> {
  const lines = lineIndex(snapshot.text);
  const path = pathOf(snapshot.uri);
  try {
    if (path === undefined) return { ...snapshot, ...readAlone(snapshot.text), lines };
    const project = await loadProject({ cwd: dirname(path), file: basename(path), text: snapshot.text });
    return { ...snapshot, draft: project.draft, model: project.model, lines, project };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { ...snapshot, ...readAlone(snapshot.text), lines, trouble: error.message };
  }
}

function readAlone(text: string): Pick<Analysis, 'draft' | 'model'> {
  const draft = read(text);
  return { draft, model: link(draft) };
}

/** The path behind a `file:` URI; undefined for a document that is no file (yet). */
function pathOf(uri: string): string | undefined {
  return uri.startsWith('file:') ? fileURLToPath(uri) : undefined;
}

/** So many known sections make a Markdown file an overview, whatever it is called: a README has one or two by accident. */
const sectionsOfAnOverview = 3;

/** Whether a document is meant to be an Architecture Overview. Editors send every Markdown file, and others are left alone. */
export function isOverview({ uri, draft }: Analysis): boolean {
  return /overview\.md$/i.test(uri) || draft.sections.length >= sectionsOfAnOverview;
}
