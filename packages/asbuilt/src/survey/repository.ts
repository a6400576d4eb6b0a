/** The files of a repository, as far as they are its own: no dependencies, no build output. */
export interface Repository {
  /** Relative to the repository's folder, with `/`, sorted. */
  readonly files: readonly string[];
  /** A file's text; undefined when it is gone, no regular file, or larger than any manifest. */
  read(path: string): Promise<string | undefined>;
}
