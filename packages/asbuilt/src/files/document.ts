import { basename, dirname, resolve } from 'node:path';
import type { Draft } from '@asbuilt/core/model';
import { type Reader, read } from '@asbuilt/core/overview';
import { joinPages, type Pages } from '@asbuilt/core/text';
import type { Disk } from './disk.ts';
import { includesOf } from './includes-of.ts';

/** An overview as it was read, and the files that it is written in. */
export interface OverviewDocument {
  /** The overview itself, and the files that its front matter includes. */
  readonly pages: Pages;
  /** Of all pages: `pages` tells where its spans are. */
  readonly draft: Draft;
}

/** The text of an overview, and where the paths in it count from. */
export interface OverviewText {
  /** As the user named it. */
  readonly file: string;
  /** Its folder, absolute. */
  readonly directory: string;
  readonly text: string;
}

/** Reads an overview with what it includes. Throws a `UsageError` that says which entry cannot be included, and why. */
export async function readDocument(
  overview: OverviewText,
  disk: Pick<Disk, 'has' | 'text'>,
  reader: Reader = read,
): Promise<OverviewDocument> {
  const { file, directory, text } = overview;
  const main = { file, text };
  const entries = includesOf(text);
  // Most overviews are one file: that is all that it costs them.
  if (entries.length === 0) return { pages: joinPages(main), draft: reader(text) };
  const { readIncludes } = await import('./includes.ts');
  const place = { main, path: resolve(directory, basename(file)), directory, shownIn: dirname(file) };
  const pages = joinPages(main, await readIncludes(entries, place, disk));
  return { pages, draft: reader(pages.text, pages.starts) };
}
