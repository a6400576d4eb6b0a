import { randomUUID } from 'node:crypto';
import { known } from '@asbuilt/core/model';
import { ask, type HttpAnswer, outcomeOf } from '../ask.ts';
import type { Inspection, Subject } from '../inspection.ts';
import { saw, type Verdict } from '../verdict.ts';

const limitMs = 30_000;

/** Section 7: every answer carries an `x-request-id`, and the one that its caller sent. */
export const requestId: Inspection = {
  name: 'request-id',
  inspect: async (subject) => {
    const stated = subject.model.overview.telemetry.tracing.requestIds;
    return stated === undefined || known(stated) === undefined ? [] : [await probe(stated.id, subject)];
  },
};

async function probe(statement: string, { entry, signal }: Subject): Promise<Verdict> {
  const sent = `prove-${randomUUID()}`;
  const without = await ask(entry, { limitMs, signal });
  const given = await ask(entry, { limitMs, signal }, { 'x-request-id': sent });
  const silent = [without, given].find(({ kind }) => kind !== 'answered');
  if (silent !== undefined) {
    return { kind: 'not-inspected', statement, reason: `the public entry ${outcomeOf(silent)}` };
  }
  const made = idOf(without);
  const back = idOf(given);
  if (made === null) return saw(statement, false, 'An answer carries no x-request-id.');
  if (back === sent)
    return saw(statement, true, 'An answer carries an x-request-id, and one that was sent comes back.');
  return saw(
    statement,
    false,
    `An x-request-id that was sent comes back ${back === null ? 'not at all' : 'as another'}.`,
  );
}

function idOf(answer: HttpAnswer): string | null {
  return answer.kind === 'answered' ? answer.headers.get('x-request-id') : null;
}
