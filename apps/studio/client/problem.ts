/** What went wrong with a call, as RFC 9457 tells it; `status` is 0 when no answer came at all. */
export interface Problem {
  readonly status: number;
  readonly title: string;
  readonly detail?: string;
  /** A URI that names the kind of problem, e.g. `urn:asbuilt:problem:version-stale`. */
  readonly type?: string;
}

/** A call to the API that did not succeed. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail ?? problem.title);
    this.problem = problem;
  }
}

/** Reads the body of an error answer; what is no problem document is told by its status. */
export function toProblem(status: number, statusText: string, body: unknown): Problem {
  const title = textOf(body, 'title') ?? (statusText || `Status ${status}`);
  const detail = textOf(body, 'detail');
  const type = textOf(body, 'type');
  return { status, title, ...(detail !== undefined && { detail }), ...(type !== undefined && { type }) };
}

/** The problem of whatever was thrown. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ApiError) return error.problem;
  return { status: 0, title: 'No connection', detail: 'The Studio does not answer. Is it still running?' };
}

/** Whether the same call may succeed in a moment: no answer, or a server that is not up yet. */
export function isWorthRetrying(error: unknown): boolean {
  const { status } = problemOf(error);
  return status === 0 || status >= 502;
}

function textOf(body: unknown, key: 'title' | 'detail' | 'type'): string | undefined {
  if (typeof body !== 'object' || body === null || !(key in body)) return undefined;
  const value: unknown = Reflect.get(body, key);
  return typeof value === 'string' && value !== '' ? value : undefined;
}
