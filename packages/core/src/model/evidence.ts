/** What an inspection saw: whether a statement held on the running system, for one version of the document. */
export interface Evidence {
  /** The id of the statement. */
  readonly statement: string;
  readonly held: boolean;
  /** The drill or probe that saw it. */
  readonly by: string;
  /** When, ISO 8601 with offset. */
  readonly at: string;
  /** SHA-256 of the document it was seen on, hex. */
  readonly documentHash: string;
  /** What was seen, in a sentence. */
  readonly seen: string;
}
