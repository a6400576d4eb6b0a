import type { Bytes, Milliseconds } from '@asbuilt/core/model';
import { drillHeaders } from './drill-mark.ts';

/** How a call over HTTP went, seen by its caller. */
export type HttpAnswer = { readonly elapsedMs: Milliseconds } & (
  | { readonly kind: 'answered'; readonly status: number; readonly headers: Headers; readonly bytes: Bytes }
  /** No answer came, and none will. */
  | { readonly kind: 'failed'; readonly reason: string }
  /** No answer came as long as one waited. */
  | { readonly kind: 'waiting' }
);

/** How long to wait for an answer to its last byte, and who may put an end to that. */
export interface Patience {
  readonly limitMs: Milliseconds;
  readonly signal: AbortSignal;
}

/** Gets a page, without following it elsewhere. Rejects only with the reason of an aborted signal. */
export async function ask(
  url: URL,
  { limitMs, signal }: Patience,
  headers: Readonly<Record<string, string>> = {},
): Promise<HttpAnswer> {
  signal.throwIfAborted();
  const limit = AbortSignal.timeout(Math.ceil(limitMs));
  const startedAt = performance.now();
  const elapsed = (): { elapsedMs: Milliseconds } => ({ elapsedMs: performance.now() - startedAt });
  try {
    const init = {
      headers: { ...headers, ...drillHeaders(url) },
      redirect: 'manual',
      signal: AbortSignal.any([signal, limit]),
    } as const;
    const answer = await fetch(url, init);
    const { byteLength: bytes } = await answer.arrayBuffer();
    return { kind: 'answered', status: answer.status, headers: answer.headers, bytes, ...elapsed() };
  } catch (error) {
    signal.throwIfAborted();
    if (limit.aborted) return { kind: 'waiting', ...elapsed() };
    return { kind: 'failed', reason: reasonOf(error), ...elapsed() };
  }
}

/** Whether the answer is what one hopes for, and the service's own. */
export function isWell(answer: HttpAnswer): boolean {
  return answer.kind === 'answered' && answer.status >= 200 && answer.status <= 299 && standInOf(answer) === undefined;
}

/** What the gateway gave in the place of the service's answer: one that a cache had kept, or a static one. */
export function standInOf(answer: HttpAnswer): 'stale' | 'static' | undefined {
  if (answer.kind !== 'answered') return undefined;
  const said = /\bfallback=(stale|static)\b/.exec(answer.headers.get('asbuilt-policy') ?? '')?.[1];
  return said === 'stale' || said === 'static' ? said : undefined;
}

/** `answered 502`, `answered 200 (fallback=static)`, `had not answered`, `failed (ECONNREFUSED)` */
export function outcomeOf(answer: HttpAnswer): string {
  switch (answer.kind) {
    case 'answered': {
      const standIn = standInOf(answer);
      return `answered ${answer.status}${standIn === undefined ? '' : ` (fallback=${standIn})`}`;
    }
    case 'failed':
      return `failed (${answer.reason})`;
    case 'waiting':
      return 'had not answered';
  }
}

/** What `fetch` keeps in the cause of its error. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string') return cause.code;
  return cause instanceof Error ? cause.message : String(cause);
}
