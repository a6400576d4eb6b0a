import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readLedger } from '../../../runtime/src/ledger/ledger.ts';
import { cliProgram } from './support/cli-process.ts';
import { drillProject } from './support/drill-system.ts';

const program = cliProgram();

test('kill -9 of a system under load loses at most the last second of its ledger, and the next one goes on from there', {
  timeout: 180_000,
}, async () => {
  const { folder, url } = await drillProject();
  const up = await program.up(folder);

  /** When each call was answered. */
  const answeredAt: number[] = [];
  const until = performance.now() + 6000;
  const caller = async (): Promise<void> => {
    while (performance.now() < until) {
      await (await fetch(`${url}/static`)).text();
      answeredAt.push(performance.now());
    }
  };
  await Promise.all([caller(), caller(), caller(), caller()]);
  // The last calls are as young as can be when it dies.
  const killedAt = performance.now();
  up.child.kill('SIGKILL');
  await up.code;

  const kept = await totals(folder);
  // A flush begins every second, and takes its time on a machine that is busy: two seconds are granted for that.
  const safe = answeredAt.filter((at) => at < killedAt - 3000).length;
  expect(safe).toBeGreaterThan(100);
  expect(kept.bad).toBe(0);
  expect(kept.good).toBeGreaterThanOrEqual(safe);
  expect(kept.good).toBeLessThanOrEqual(answeredAt.length);

  await program.up(folder);
  for (let index = 0; index < 5; index += 1) await (await fetch(`${url}/static`)).text();
  await expect.poll(() => totals(folder), { timeout: 60_000 }).toEqual({ good: kept.good + 5, bad: 0 });
});

async function totals(folder: string): Promise<{ readonly good: number; readonly bad: number }> {
  const ledger = await readLedger(join(folder, '.asbuilt', 'ledger'), Date.now());
  return ledger.totals('Web', 0, Date.now() + 60_000);
}
