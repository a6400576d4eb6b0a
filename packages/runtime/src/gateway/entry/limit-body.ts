import type { Milliseconds } from '@asbuilt/core/model';
import type { Call } from '../call.ts';
import { fail } from '../fail.ts';

/** How long the rest of a body that is too large is read and thrown away, so that its sender gets to see the answer. */
const lingerMs: Milliseconds = 2000;

/** The step that refuses a body that says itself that it is too large. One that does not say is counted as it comes. */
export function limitBody(call: Call): 'next' | 'held' {
  const limitBytes = call.edge.plan.guard?.bodyLimitBytes;
  if (limitBytes === undefined || Number(call.request.headers['content-length'] ?? 0) <= limitBytes) return 'next';
  refuseBody(call);
  return 'held';
}

/** Ends a call whose body is too large. */
export function refuseBody(call: Call): void {
  const limitBytes = call.edge.plan.guard?.bodyLimitBytes ?? 0;
  fail(call, { kind: 'refused', refusal: { kind: 'body-too-large', limitBytes } });
  setTimeout(() => call.request.isComplete || call.request.socket.destroy(), lingerMs).unref();
}
