/**
 * Classes of SQLSTATE codes that a PostgreSQL server answers when it is itself in trouble
 * (https://www.postgresql.org/docs/current/errcodes-appendix.html): connection exception, insufficient resources, operator
 * intervention (shutting down, starting, cancelled), system error, configuration file error, internal error. All other
 * classes are the doing of whoever asked: wrong SQL, a constraint, a password, a deadlock to be tried again.
 */
const troubled: ReadonlySet<string> = new Set(['08', '53', '57', '58', 'F0', 'XX']);

/** The state of a query that was cancelled; by whom it does not say. */
export const queryCancelled = '57014';

/** Whether an error with this code tells that the server failed, so that it counts against its objective and the breaker. */
export function isServerFailure(sqlState: string): boolean {
  return troubled.has(sqlState.slice(0, 2));
}
