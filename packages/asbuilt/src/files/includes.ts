import { join } from 'node:path';
import { type Hole, known, type Stated } from '@asbuilt/core/model';
import { lineIndex, type Page } from '@asbuilt/core/text';
import { UsageError } from '#cli/command';
import type { Disk } from './disk.ts';
import { includesOf } from './includes-of.ts';
import { leadsInside } from './inside.ts';

/** The overview that includes others. */
export interface IncludingOverview {
  readonly main: Page;
  /** Absolute. */
  readonly path: string;
  /** Its folder, absolute: what it includes lies in there. */
  readonly directory: string;
  /** The folder as the user named it. */
  readonly shownIn: string;
}

/** An entry of `includes`. */
interface Entry {
  readonly written: string;
  /** Absolute. */
  readonly path: string;
  /** As the user would name it. */
  readonly shown: string;
  /** `overview.md:4:5` */
  readonly at: string;
}

/**
 * Reads the files that an overview includes, in their order, each once. Throws a `UsageError` with the place of an entry that
 * leads to no text file inside of the overview's folder, to the overview itself, or to a file that includes others.
 */
export async function readIncludes(
  stated: readonly Stated<string | Hole>[],
  overview: IncludingOverview,
  disk: Pick<Disk, 'has' | 'text'>,
): Promise<readonly Page[]> {
  const entries = new Map(stated.flatMap((each) => entryOf(each, overview)).map((entry) => [entry.path, entry]));
  const pages: Page[] = [];
  for (const entry of entries.values()) {
    await requireRoom(entry, overview, disk);
    const text = await textOf(entry, disk);
    requireFlat(entry, text);
    pages.push({ file: entry.shown, text });
  }
  return pages;
}

/** None for a placeholder, which is a finding of its own. */
function entryOf(stated: Stated<string | Hole>, { main, directory, shownIn }: IncludingOverview): Entry[] {
  const written = known(stated);
  if (written === undefined) return [];
  return [
    {
      written,
      path: join(directory, written),
      shown: join(shownIn, written),
      at: placeIn(main.file, main.text, stated),
    },
  ];
}

async function requireRoom(
  { written, path, at }: Entry,
  { path: own, directory }: IncludingOverview,
  disk: Pick<Disk, 'has'>,
): Promise<void> {
  if (path === own) throw new UsageError(`${at}: the overview includes itself: take ${written} out of "includes".`);
  if (!(await leadsInside(directory, path)))
    throw new UsageError(
      `${at}: ${written} lies outside of the overview's folder: move it in there, or take it out of "includes".`,
    );
  if (!disk.has(path))
    throw new UsageError(
      `${at}: the overview includes ${written}, but there is no such file: write it, or take it out of "includes".`,
    );
}

async function textOf({ path, shown, at }: Entry, disk: Pick<Disk, 'text'>): Promise<string> {
  try {
    return await disk.text(path, shown);
  } catch (error) {
    if (error instanceof UsageError) throw new UsageError(`${at}: ${error.message}`);
    throw error;
  }
}

/** One file says what the document is made of, so that nobody has to follow a chain of them. */
function requireFlat({ shown, written }: Entry, text: string): void {
  const [nested] = includesOf(text);
  if (nested === undefined) return;
  const at = placeIn(shown, text, nested);
  throw new UsageError(
    `${at}: a file that is included cannot include others: name them in the overview, beside ${written}.`,
  );
}

function placeIn(file: string, text: string, { span }: Stated<unknown>): string {
  const { line, column } = lineIndex(text).position(span.from);
  return `${file}:${line}:${column}`;
}
