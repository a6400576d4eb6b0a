import { once } from 'node:events';
import { expect, test } from 'vitest';
import { hasRedisServer } from '../redis-server.ts';
import { eventually } from '../sample-system.ts';
import { runApart, systemProgram } from './apart.ts';
import { familyOf, stillRunning } from './family-of.ts';
import { allIsWell, expectAllKept, expectTroubleOnlyIn, load, troubles } from './load.ts';
import { overview, shop } from './shop.ts';

const redis = await hasRedisServer();

test.skipIf(!redis)(
  'when asbuilt itself is killed under load, twice, nothing is left running, and what was acknowledged is there when it is back',
  async () => {
    const program = await systemProgram();
    const made = await shop();
    let live = await runApart(program, made, overview);
    const calls = load(live.entryUrl);
    await allIsWell(calls);
    for (const pauseMs of [0, 2_000]) {
      const family = await familyOf(live.child.pid ?? 0);
      // Itself, two of API, Search, Redis, and PostgreSQL with its helpers.
      expect(family.length).toBeGreaterThan(8);
      const from = performance.now();
      live.child.kill('SIGKILL');
      await once(live.child, 'exit');
      await new Promise((settle) => setTimeout(settle, pauseMs));
      const next = await runApart(program, made, overview);
      expect(await stillRunning(family)).toEqual([]);
      await allIsWell(calls);
      const to = performance.now();
      expectTroubleOnlyIn(
        troubles(calls).filter((outcome) => outcome.from >= from),
        [{ from, to }],
      );
      live = next;
    }
    await calls.stop();
    await expectAllKept(live.entryUrl, calls);
    const family = await familyOf(live.child.pid ?? 0);
    live.child.kill('SIGTERM');
    await once(live.child, 'exit');
    await eventually(async () => (await stillRunning(family)).length === 0, 60_000);
  },
  240_000,
);
