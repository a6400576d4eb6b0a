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
      return { kind: 'absent', problem: event.problem };
    case 'broken':
      if (state.kind === 'live') return { kind: 'lost', last: state.status };
      return state;
  }
}

/** How long to wait before the n-th try (from 1) to connect again: 1 s, doubling up to 15 s. */
export function reconnectAfterMs(tries: number): number {
  return Math.min(1_000 * 2 ** (tries - 1), 15_000);
}
