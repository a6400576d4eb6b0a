import { expect, test } from 'vitest';
import type { RunningSystem, ServiceStatus } from '../../src/index.ts';
import { hasRedisServer } from '../redis-server.ts';
import { eventually, running } from '../sample-system.ts';
import { allIsWell, expectAllKept, expectTroubleOnlyIn, load, type Period, troubles } from './load.ts';
import { shop, stated } from './shop.ts';

const redis = await hasRedisServer();

function serviceOf(live: RunningSystem, name: string): ServiceStatus {
  const service = live.status().services.find((candidate) => candidate.name === name);
  if (service === undefined) throw new Error(`no service ${name}`);
  return service;
}

/** Whether a service is up again that was restarted so often, all of its instances. */
function isUp({ state, restarts, instances = [] }: ServiceStatus, times: number): boolean {
  return restarts === times && state === 'healthy' && instances.every((each) => each.state === 'healthy');
}

/** Makes a service go away for a while; says when, until the last call was under way that may have met with it. */
async function away(live: RunningSystem, name: string, go: () => Promise<void>): Promise<Period> {
  const from = performance.now();
  const { restarts } = serviceOf(live, name);
  await go();
  await eventually(() => isUp(serviceOf(live, name), restarts + 1), 60_000);
  return { from, to: performance.now() };
}

function killed(live: RunningSystem, name: string, pid: number | undefined): Promise<Period> {
  return away(live, name, async () => {
    if (pid === undefined) throw new Error(`${name} has no process`);
    process.kill(pid, 'SIGKILL');
  });
}

/** A breaker that opened in the meantime lets calls through after its time, and these may take theirs. */
const andAfterwards = ({ from, to }: Period): Period => ({ from, to: to + stated.halfOpenMs + stated.databaseMs });

test.skipIf(!redis)(
  'each process that is killed under load is missed only as long as the document says, and nothing is lost',
  async () => {
    const live = await running(await shop());
    const calls = load(live.entryUrl);
    await allIsWell(calls);
    const ofApi: Period[] = [];
    for (const index of [0, 1]) {
      ofApi.push(await killed(live, 'API', serviceOf(live, 'API').instances?.[index]?.pid));
      // The breaker of an instance goes by its number: it refuses calls for its time, though another process has it now.
      await eventually(() => live.status().edges[0]?.breaker === 'closed', 60_000);
      await allIsWell(calls);
    }
    // What can be asked of another instance is; a call that may have been heard already is not made twice.
    expectTroubleOnlyIn(troubles(calls), ofApi);
    expect(troubles(calls, ['plain', 'found'])).toEqual([]);
    for (const [name, kind] of [
      ['Database', 'row'],
      ['Cache', 'mark'],
      ['Search', 'found'],
    ] as const) {
      const earlier = calls.outcomes.length;
      const period = await killed(live, name, serviceOf(live, name).pid);
      await allIsWell(calls);
      const during = { outcomes: calls.outcomes.slice(earlier) };
      expectTroubleOnlyIn(
        during.outcomes.filter(({ isGood }) => !isGood),
        [andAfterwards(period)],
      );
      expect(during.outcomes.filter((outcome) => !outcome.isGood && outcome.kind !== kind)).toEqual([]);
      expect(during.outcomes.some(({ isGood }) => !isGood)).toBe(true);
    }
    await calls.stop();
    await expectAllKept(live.entryUrl, calls);
  },
  240_000,
);

test.skipIf(!redis)(
  'PostgreSQL and Redis are restarted under load, and nothing that was acknowledged is lost',
  async () => {
    const live = await running(await shop());
    const calls = load(live.entryUrl);
    await allIsWell(calls);
    for (const [name, kind] of [
      ['Database', 'row'],
      ['Cache', 'mark'],
    ] as const) {
      const earlier = calls.outcomes.length;
      const period = await away(live, name, async () => void (await live.restart(name)));
      await allIsWell(calls);
      const troubled = calls.outcomes.slice(earlier).filter(({ isGood }) => !isGood);
      expectTroubleOnlyIn(troubled, [andAfterwards(period)]);
      expect(troubled.filter((outcome) => outcome.kind !== kind)).toEqual([]);
    }
    await calls.stop();
    await expectAllKept(live.entryUrl, calls);
  },
  240_000,
);
