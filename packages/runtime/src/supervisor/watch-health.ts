import { setTimeout as pause } from 'node:timers/promises';
import type { Milliseconds } from '@asbuilt/core/model';
import type { Fleet } from './fleet.ts';
import { lookOnce } from './health.ts';
import type { Supervision } from './supervise.ts';

const everyMs: Milliseconds = 1_000;
/** Looks in a row that find an instance unwell before it gets no more calls. */
const patience = 3;

/** How one looks after instances that are up. */
export interface HealthWatch {
  readonly fleet: Fleet;
  /** As in the profile; without it, an instance is well that takes connections. */
  readonly path?: string;
  readonly say: (sentence: string) => void;
}

/**
 * Looks every second whether the instances of a service are well, as long as there are several: one that is not gets no
 * calls until it is again. Half of them keep their calls whatever they answer: when all are unwell, the reason lies elsewhere.
 *
 * @returns what ends it
 */
export function watchHealth({ fleet, path, say }: HealthWatch): () => Promise<void> {
  const ending = new AbortController();
  const unwell = new Map<Supervision, number>();
  const look = async (member: Supervision): Promise<void> => {
    const address = member.target;
    if (address === undefined) return;
    const { signal } = ending;
    const answer = await lookOnce({ address, ...(path !== undefined && { path }), withinMs: everyMs, signal });
    if (ending.signal.aborted) return;
    const count = answer === 'ready' ? 0 : (unwell.get(member) ?? 0) + 1;
    unwell.set(member, count);
    const isOut = member.status().state === 'unready';
    if (count === 0 && isOut) {
      member.setReady(true);
      say(`${member.name} is well again`);
    } else if (count >= patience && !isOut && mayMissOne(fleet)) {
      member.setReady(false);
      say(`${member.name} gets no calls for now: ${answer}`);
    }
  };
  const watching = (async () => {
    while (!ending.signal.aborted) {
      const members = fleet.members;
      for (const member of unwell.keys()) if (!members.includes(member)) unwell.delete(member);
      const looks = members.length > 1 ? members.map(look) : [];
      // One that hangs is looked at as often as the others.
      await Promise.all([nextLook(ending.signal), ...looks]);
    }
  })();
  return () => {
    ending.abort();
    return watching;
  };
}

function nextLook(signal: AbortSignal): Promise<void> {
  return pause(everyMs, undefined, { signal, ref: false }).catch(() => undefined);
}

function mayMissOne({ members }: Fleet): boolean {
  const well = members.filter((member) => member.status().state === 'healthy').length;
  return well - 1 >= members.length / 2;
}
