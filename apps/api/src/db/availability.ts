/** Error codes of Node's sockets and of PostgreSQL (its appendix A, classes 08, 53 and 57) that mean: not now. */
const unavailable =
  /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|08\w{3}|53[23]\w{2}|57P0[1-3])$/;

/** What `pg` says without any code when a connection is lost or cannot be had in time. */
const lost =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/;

/** Whether `error`, or what led to it, says that the database cannot be reached at the moment. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (lost.test(error.message)) return true;
  if ('code' in error && typeof error.code === 'string' && unavailable.test(error.code)) return true;
  if (error instanceof AggregateError) return error.errors.some(isDatabaseUnavailable);
  return isDatabaseUnavailable(error.cause);
}
