/** What of an error is written to the log. */
export interface ErrorRecord {
  readonly type: string;
  readonly message: string;
  /** Of Node or of PostgreSQL. */
  readonly code?: string;
  /** The statement that failed, without its values. */
  readonly query?: string;
  readonly stack?: string;
}

/**
 * What of `error` is written to the log: its first cause, and nothing else that hangs on it. Errors of queries carry the values
 * of the query, up to whole texts of users, and errors of connections carry the connection.
 */
export function errorRecord(error: unknown): ErrorRecord {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error) };
  const query = 'query' in error && typeof error.query === 'string' ? { query: error.query } : {};
  if (error.cause instanceof Error) return { ...query, ...errorRecord(error.cause) };
  return { ...query, type: error.name, message: error.message, ...details(error) };
}

function details(error: Error): Partial<ErrorRecord> {
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  return error.stack === undefined ? code : { ...code, stack: error.stack };
}
