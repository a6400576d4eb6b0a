import type { Milliseconds } from '@asbuilt/core/model';
import type { Framing } from '#http-message/fields';

/** How long a connection is kept without a call where the callee does not say: Node.js itself closes after five seconds. */
const usualMs: Milliseconds = 4000;
const mostMs: Milliseconds = 600_000;
/** How long before the callee closes it a connection is given up, so that no call meets it closing. */
const aheadMs: Milliseconds = 2000;

/** How long a connection is kept without a call: by what the callee says of it (`Keep-Alive: timeout=5`); 0 for not at all. */
export function idleTimeOf({ keepAlive }: Framing): Milliseconds {
  if (keepAlive === '') return usualMs;
  const seconds = /(?:^|[,;\s])timeout\s*=\s*"?(\d{1,7})/i.exec(keepAlive)?.[1];
  return seconds === undefined ? usualMs : Math.max(0, Math.min(mostMs, Number(seconds) * 1000 - aheadMs));
}
