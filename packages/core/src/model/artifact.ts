import type { Stated } from './stated.ts';

/** A file that the overview promises. */
export interface FileEntry<H = never> {
  readonly path: Stated<string | H>;
  readonly purpose?: Stated<string | H>;
}

/** An artifact that is derived from the overview, and where it is kept. */
export interface ArtifactEntry<H = never> {
  readonly artifact: Stated<string | H>;
  readonly path?: Stated<string | H>;
}
