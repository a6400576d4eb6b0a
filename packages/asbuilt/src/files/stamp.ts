import { createHash } from 'node:crypto';
import type { CommentForm } from '@asbuilt/core/artifacts';
import { inComment, stampLine } from './stamp-line.ts';

const marks: Readonly<Record<Exclude<CommentForm, 'json'>, readonly [open: string, close: string]>> = {
  markdown: ['<!-- ', ' -->'],
  mermaid: ['%% ', ''],
  svg: ['<!-- ', ' -->'],
  hash: ['# ', ''],
};

/** JSON has no comments: there the stamp is the first field, by a name that is open to everybody in most formats. */
const jsonField = '  "x-derived": "';

/**
 * A derived text with its stamp, one comment line at the top: what it is derived from, and the SHA-256 of the rest, by
 * which an edit by hand is noticed later. In JSON it is the first field, so there the text has to begin with `{` on a
 * line of its own.
 * @param drawn of a picture, the hash of the statements that it shows
 */
export function stamp(body: string, comment: CommentForm, source: string, drawn?: string): string {
  const shown = drawn === undefined ? '' : `, of statements ${drawn}`;
  const words = `derived by asbuilt from ${inComment(source)}, sha256 ${hash(body)}${shown}`;
  if (comment === 'json') return body.replace(/^\{\n/, () => `{\n${jsonField}${words}",\n`);
  const [open, close] = marks[comment];
  return `${open}${words}${close}\n${body}`;
}

/** `intact`: as it was derived. `edited`: the stamp does not fit the rest. `none`: not derived by asbuilt. */
export type StampState = 'intact' | 'edited' | 'none';

/** What a file's stamp says about the file. */
export function stampState(text: string): StampState {
  const [line, stated] = stampLine.exec(text) ?? [];
  if (line === undefined) return 'none';
  return hash(withoutStamp(text)) === stated ? 'intact' : 'edited';
}

/** The hash of the statements that a picture shows; undefined where its stamp does not say it. */
export function drawnIn(text: string): string | undefined {
  return stampLine.exec(text)?.[2];
}

/** A derived text without its stamp; any other text as it is. */
export function withoutStamp(text: string): string {
  return text.replace(stampLine, (line) => (line.startsWith('{') ? '{\n' : ''));
}

/** Line ends do not count, because version control may change them on checkout. */
function hash(body: string): string {
  return createHash('sha256').update(unixLines(body)).digest('hex');
}

/** A text with `\n` for every line end. */
export function unixLines(text: string): string {
  return text.replaceAll('\r\n', '\n');
}
