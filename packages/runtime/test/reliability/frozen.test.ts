import { expect, onTestFinished, test } from 'vitest';
import type { RunningSystem } from '../../src/index.ts';
import { hasRedisServer } from '../redis-server.ts';
import { eventually, running } from '../sample-system.ts';
import { familyOf } from './family-of.ts';
import { allIsWell, expectAllKept, load, troubles } from './load.ts';
import { shop, stated } from './shop.ts';

const redis = await hasRedisServer();
/** A busy machine hears of a timer late. */
const lateMs = 20_000;

function breakerOf(live: RunningSystem, service: string): string | undefined {
  return live.status().edges.find(({ to }) => to === service)?.breaker;
}

/** Stops every process of a service where it stands, PostgreSQL's own children too, and lets them go on at the latest with the test. */
async function freeze(live: RunningSystem, name: string): Promise<() => void> {
  const pid = live.status().services.find((service) => service.name === name)?.pid;
  if (pid === undefined) throw new Error(`${name} has no process`);
  const pids = await familyOf(pid);
  const signal = (which: NodeJS.Signals): void => {
    for (const each of pids) {
      try {
        process.kill(each, which);
      } catch (error) {
        // A process of PostgreSQL may end while it is looked for.
        if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
      }
    }
  };
  signal('SIGSTOP');
  const thaw = (): void => signal('SIGCONT');
  onTestFinished(thaw);
  return thaw;
}

/** Who is frozen, whose calls it answers, and how long these wait for it. */
const frozen = [
  ['Search', 'found', stated.searchMs],
  ['Cache', 'mark', stated.cacheMs],
  ['Database', 'row', stated.databaseMs],
] as const;
/** A query that goes over its time is cancelled first, and given up when that did not help either. */
const cancelMs = 1_000;

test.skipIf(!redis)(
  'while a service is frozen under load, calls to it are given up in time, the breaker opens, and nobody else is held up',
  async () => {
    const live = await running(await shop());
    const calls = load(live.entryUrl);
    await allIsWell(calls);
    for (const [name, kind, timeoutMs] of frozen) {
      const earlier = calls.outcomes.length;
      const thaw = await freeze(live, name);
      await eventually(() => breakerOf(live, name) === 'open', 60_000);
      const opened = performance.now();
      await eventually(() => troubles(calls, [kind]).some(({ from }) => from > opened), 60_000);
      thaw();
      const thawed = performance.now();
      await allIsWell(calls);
      expect(breakerOf(live, name)).toBe('closed');
      const troubled = calls.outcomes.slice(earlier).filter(({ isGood }) => !isGood);
      expect(troubled.filter((outcome) => outcome.kind !== kind)).toEqual([]);
      for (const { from } of troubled) expect(from).toBeLessThan(thawed + stated.halfOpenMs + timeoutMs + lateMs);
      // The first ones waited as long as is stated; what the open breaker refuses does not wait.
      const waits = troubled.map(({ from, to }) => to - from);
      expect(Math.max(...waits)).toBeGreaterThan(timeoutMs - 100);
      expect(Math.max(...waits)).toBeLessThan(timeoutMs + cancelMs + lateMs);
      expect(Math.min(...waits)).toBeLessThan(timeoutMs / 2);
    }
    await calls.stop();
    await expectAllKept(live.entryUrl, calls);
  },
  240_000,
);
