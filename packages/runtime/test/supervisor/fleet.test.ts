import { once } from 'node:events';
import { expect, test } from 'vitest';
import { InstanceSet } from '../../src/gateway/instances.ts';
import { Fleet } from '../../src/supervisor/fleet.ts';
import type { Run } from '../../src/supervisor/run.ts';

/** Instances that are up at once and run inside of this process, and how many of them run now. */
function fleetOf(
  instances: number,
  stopping: () => Promise<void> = async () => {},
): { fleet: Fleet; runs: () => number } {
  let runs = 0;
  const begin = async (): Promise<Run> => {
    runs += 1;
    return {
      target: { host: '127.0.0.1', port: 1 },
      ended: new Promise(() => {}),
      stop: async () => {
        runs -= 1;
        await stopping();
      },
    };
  };
  const events = {
    say: () => {},
    line: () => {},
    died: () => {},
    changed: () => {},
    started: async () => {},
    ended: () => {},
  };
  const fleet = new Fleet({
    name: 'API',
    begin,
    callees: new InstanceSet(),
    instances,
    maySeveral: false,
    isNumbered: true,
    drainMs: 1_000,
    events: () => events,
  });
  return { fleet, runs: () => runs };
}

test('a service that is stopped before it was started never starts', async () => {
  const { fleet, runs } = fleetOf(1);
  await fleet.stop();
  await expect(fleet.start()).rejects.toThrow('API is being stopped');
  expect(runs()).toBe(0);
});

test('no instance is started while the service is stopped, whatever was on the way', async () => {
  const { fleet, runs } = fleetOf(3);
  const started = fleet.start();
  const stopped = fleet.stop();
  await expect(started).rejects.toThrow('API is being stopped');
  await stopped;
  expect(runs()).toBe(0);
});

test('a restart that is cut short by the end of the service starts nothing any more', async () => {
  const held = new AbortController();
  const { fleet, runs } = fleetOf(1, async () => void (await once(held.signal, 'abort')));
  await fleet.start();
  expect(runs()).toBe(1);
  const restarted = fleet.restart();
  await expect.poll(runs).toBe(0);
  const stopped = fleet.stop();
  held.abort();
  await expect(restarted).rejects.toThrow('API is being stopped');
  await stopped;
  expect(runs()).toBe(0);
});
