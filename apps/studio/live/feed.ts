import type { SystemStatus } from '#client/api';
import type { Problem } from '#client/problem';

/** What is known of the running system. */
export type Feed =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live'; readonly status: SystemStatus }
  /** The connection broke: what was last seen, while it is tried again. */
  | { readonly kind: 'lost'; readonly last: SystemStatus }
  /** Nothing runs under `asbuilt up`, or it does not tell. Asked again from time to time. */
  | { readonly kind: 'absent'; readonly problem: Problem };

export type FeedEvent =
  | { readonly kind: 'status'; readonly status: SystemStatus }
  | { readonly kind: 'broken' }
  | { readonly kind: 'refused'; readonly problem: Problem };

/** The next state of the feed. */
export function feed(state: Feed, event: FeedEvent): Feed {
  switch (event.kind) {
    case 'status':
      return { kind: 'live', status: event.status };
    case 'refused':
      // A system that was seen and does not answer now is most likely coming up again.
      return state.kind === 'lost' && !isNotRunning(event.problem) ? state : { kind: 'absent', problem: event.problem };
    case 'broken':
      if (state.kind === 'live') return { kind: 'lost', last: state.status };
      return state;
  }
}

/** The API's way to say that it was not started by `asbuilt up`. */
export function isNotRunning(problem: Problem): boolean {
  return problem.type === 'urn:asbuilt:problem:system-not-running';
}

/** How long to wait before the n-th try (from 1) to connect again: 1 s, doubling up to 30 s. */
export function reconnectAfterMs(tries: number): number {
  return Math.min(1_000 * 2 ** (tries - 1), 30_000);
}
