import type { Call } from './call.ts';

/** The end step that lets the rest of a body run out that nobody reads any more, so that the client's connection can go on. */
export function releaseBody(call: Call): void {
  if (!call.request.isComplete) call.request.body?.throwAway();
}
