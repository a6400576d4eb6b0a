/** Something that went wrong, as somebody else is told of it. Without headers, bodies, queries and addresses of people. */
export interface ErrorReport {
  /** What reports of the same trouble have in common: they are told of as one. */
  readonly group: readonly string[];
  /** One sentence. */
  readonly message: string;
  readonly level: 'error' | 'fatal';
  /** What one can search by. */
  readonly tags: Readonly<Record<string, string>>;
  readonly traceId?: string;
  readonly spanId?: string;
}

/** Tells somebody else of errors. Never slows a call down, and never fails: what cannot be told is dropped. */
export interface ErrorReporter {
  report(report: ErrorReport): void;
  /** Tells what is still held back, for a short time. */
  close(): Promise<void>;
}
