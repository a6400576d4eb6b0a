import { randomBytes } from 'node:crypto';
import { known } from '@asbuilt/core/model';
import { ask, outcomeOf } from '../ask.ts';
import type { Inspection, Subject } from '../inspection.ts';
import { saw, type Verdict } from '../verdict.ts';

const limitMs = 30_000;

/** Words by which section 7 says that traces travel in the headers of W3C Trace Context. */
const w3c = /\b(?:trace[- ]?context|trace[- ]?parent|w3c)\b/i;

/** Section 7: a call that belongs to a trace goes on in that trace (https://www.w3.org/TR/trace-context/). */
export const traceContext: Inspection = {
  name: 'trace-context',
  inspect: async (subject) => {
    const stated = subject.model.overview.telemetry.tracing.distributed;
    return stated === undefined || !w3c.test(known(stated) ?? '') ? [] : [await probe(stated.id, subject)];
  },
};

async function probe(statement: string, { entry, signal }: Subject): Promise<Verdict> {
  const traceId = randomBytes(16).toString('hex');
  const traceparent = `00-${traceId}-${randomBytes(8).toString('hex')}-01`;
  const answer = await ask(entry, { limitMs, signal }, { traceparent });
  if (answer.kind !== 'answered') {
    return { kind: 'not-inspected', statement, reason: `the public entry ${outcomeOf(answer)}` };
  }
  const told = answer.headers.get('traceresponse') ?? answer.headers.get('traceparent');
  if (told === null) {
    // The standard asks nobody to say in an answer which trace it belongs to.
    const reason = 'the answers do not tell their trace (traceresponse), so it cannot be seen from outside';
    return { kind: 'not-inspected', statement, reason };
  }
  return told.split('-')[1] === traceId
    ? saw(statement, true, 'An answer belongs to the trace that its caller began.')
    : saw(statement, false, 'An answer belongs to another trace than the one that its caller began.');
}
