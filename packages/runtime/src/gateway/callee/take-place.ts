import type { Call } from '../call.ts';
import { fail } from '../fail.ts';

/** When a place may be free again, nobody knows; at once is when it is surely not. */
const retryAfterMs = 1000;

/** The step that sheds a call for which the callee has no place left. A call keeps its place while it is tried again. */
export function takePlace(call: Call): 'next' | 'held' {
  const { bulkhead } = call.edge.options;
  if (bulkhead === undefined || call.hasPlace) return 'next';
  if (!bulkhead.enter()) {
    fail(call, { kind: 'full', retryAfterMs });
    return 'held';
  }
  call.hasPlace = true;
  return 'next';
}

/** The end step that leaves the place to somebody else. */
export function leavePlace(call: Call): void {
  if (!call.hasPlace) return;
  call.hasPlace = false;
  call.edge.options.bulkhead?.leave();
}
