import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Evidence } from '@asbuilt/core/model';
import { UsageError } from '#cli/command';
import { evidenceFolder } from './evidence-folder.ts';
import { isRecord } from './is-record.ts';
import { readText } from './read-text.ts';
import { writeTexts } from './write.ts';

/** A version of an overview: what was seen on it counts for it alone. */
export interface DocumentVersion {
  /** The overview as the user named it. */
  readonly file: string;
  /** Its folder, absolute. */
  readonly directory: string;
  readonly text: string;
}

/** SHA-256 of a document's bytes, hex. */
export function documentHash(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/**
 * What inspections have seen on this very version of the document. What was seen on another one lies in a file of its own,
 * and is not read. Throws a `UsageError` that names the file when it is damaged.
 */
export async function readEvidence(version: DocumentVersion): Promise<readonly Evidence[]> {
  const hash = documentHash(version.text);
  const { path, shown } = placeOf(version, hash);
  if (!existsSync(path)) return [];
  const evidence = parse(await readText(path, shown));
  if (evidence === undefined) {
    throw new UsageError(`${shown} is not what asbuilt prove writes: remove it, and run asbuilt prove again.`);
  }
  return evidence.filter((seen) => seen.documentHash === hash);
}

/**
 * Keeps what was seen now, beside what other inspections saw on this version of the document, or what these saw of other
 * statements. Answers the file, as the user knows it.
 */
export async function keepEvidence(version: DocumentVersion, seen: readonly Evidence[]): Promise<string> {
  const renewed = new Set(seen.map(keyOf));
  const others = (await readEvidence(version)).filter((before) => !renewed.has(keyOf(before)));
  const { path, shown } = placeOf(version, documentHash(version.text));
  const text = `${JSON.stringify({ evidence: [...others, ...seen] }, null, 2)}\n`;
  await writeTexts([{ path, shown, text }]);
  return shown;
}

function keyOf({ statement, by }: Evidence): string {
  return `${statement}\n${by}`;
}

/** One file for each version of each document: the hash tells them apart, and 64 bits of it are enough to do so. */
function placeOf(
  { file, directory }: DocumentVersion,
  hash: string,
): { readonly path: string; readonly shown: string } {
  const name = `${hash.slice(0, 16)}.json`;
  return { path: join(directory, evidenceFolder, name), shown: join(dirname(file), evidenceFolder, name) };
}

/** The evidence in a file; undefined when it is not of the form that `keepEvidence` writes. */
function parse(text: string): readonly Evidence[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) && Array.isArray(value['evidence']) && value['evidence'].every(isEvidence)
      ? value['evidence']
      : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const words = ['statement', 'by', 'at', 'documentHash', 'seen'] as const satisfies readonly (keyof Evidence)[];

function isEvidence(value: unknown): value is Evidence {
  if (!isRecord(value) || typeof value['held'] !== 'boolean') return false;
  return words.every((word) => typeof value[word] === 'string') && !Number.isNaN(Date.parse(String(value['at'])));
}
