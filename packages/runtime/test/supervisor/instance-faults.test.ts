import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type RunningSystem, readToken, type ServiceStatus, type ShownFault } from '../../src/index.ts';
import { groupRuns } from '../../src/supervisor/process-group.ts';
import { processTable } from '../../src/supervisor/process-identity.ts';
import { eventually, oneService, running, type Sample, sample } from '../sample-system.ts';

const linux = process.platform === 'linux';

/** A service with a worker in a process group of its own, which tells when it is asked to end. */
const server = `
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
if (process.argv[2] === 'worker') process.stdin.resume().on('end', () => process.exit());
else {
  process.on('SIGTERM', () => { writeFileSync('ended', 'in its own way'); process.exit(); });
  const worker = spawn(process.execPath, [import.meta.filename, 'worker'], { detached: true, stdio: 'pipe' });
  process.on('exit', () => worker.kill());
  createServer((request, response) => response.end(String(worker.pid))).listen(process.env.PORT, process.env.HOST);
}
`;

interface Asking {
  readonly system: Sample;
  readonly live: RunningSystem;
  readonly faults: (method: string, wanted?: object, id?: number) => Promise<readonly ShownFault[]>;
  readonly refused: (wanted: object) => Promise<string>;
}

async function web(binding = ''): Promise<Asking> {
  const system = await sample(
    `http_port: PORT\nservices:\n  Web:\n    command: node web.mjs\n    health: /\n${binding}`,
    oneService,
  );
  await writeFile(join(system.directory, 'web.mjs'), server);
  return asking(system, await running(system));
}

async function asking(system: Sample, live: RunningSystem): Promise<Asking> {
  const authorization = `Bearer ${await readToken(join(system.directory, '.asbuilt'))}`;
  const ask = async (method: string, wanted?: object, id?: number): Promise<Response> =>
    fetch(`${live.controlUrl}/faults${id === undefined ? '' : `/${id}`}`, {
      method,
      headers: { authorization },
      ...(wanted && { body: JSON.stringify(wanted) }),
    });
  return {
    system,
    live,
    faults: async (...args) => {
      const { faults } = Object(await (await ask(...args)).json());
      return faults;
    },
    refused: async (wanted) => {
      const answer = await ask('POST', wanted);
      return `${answer.status} ${String(Object(await answer.json()).detail)}`;
    },
  };
}

function serviceOf(live: RunningSystem): ServiceStatus {
  const [service] = live.status().services;
  if (service === undefined) throw new Error('there is no service');
  return service;
}

const pidOf = (live: RunningSystem): number => serviceOf(live).pid ?? 0;

/** The state of a process: `T` stands still. */
function stateOf(pid: number): string {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return text.slice(text.lastIndexOf(')') + 2)[0] ?? '';
}

const stop = { service: 'Web', effect: { kind: 'stop' }, forMs: 600_000 };
const kill = { service: 'Web', effect: { kind: 'kill' } };

describe.runIf(linux)('an instance that is stopped by a fault', () => {
  test('stands still with all that it started, until the fault is removed', async () => {
    const { live, faults, system } = await web();
    const worker = Number(await (await fetch(live.entryUrl)).text());
    const [fault] = await faults('POST', stop);
    expect(fault).toMatchObject({ service: 'Web', instance: 1, effect: { kind: 'stop' } });
    await eventually(() => [pidOf(live), worker].map(stateOf).join('') === 'TT', 60_000);
    expect(live.status().faults).toEqual([fault]);
    expect(serviceOf(live).instances).toMatchObject([{ state: 'healthy', standsStill: true }]);
    const hanging = fetch(live.entryUrl);
    const first = await Promise.race([hanging, new Promise((settle) => setTimeout(() => settle('nothing'), 300))]);
    expect(first).toBe('nothing');
    expect(await faults('GET')).toEqual([fault]);
    expect(system.said).toContain('Web stands still by a fault, for 600 s');

    expect(await faults('DELETE', undefined, fault?.id)).toEqual([fault]);
    expect((await hanging).status).toBe(200);
    expect(stateOf(worker)).not.toBe('T');
    expect(await faults('GET')).toEqual([]);
    expect(serviceOf(live)).toMatchObject({ state: 'healthy', restarts: 0 });
    expect(system.said).toContain('Web goes on: the fault is over');
  });

  test('goes on by itself when the time is over', async () => {
    const { live, faults } = await web();
    await faults('POST', { ...stop, forMs: 100 });
    await eventually(async () => (await faults('GET')).length === 0, 60_000);
    expect((await fetch(live.entryUrl)).status).toBe(200);
  });

  test('hears that it is to end when the system stops, and ends in its own way', async () => {
    const { live, faults, system } = await web();
    const group = pidOf(live);
    await faults('POST', stop);
    await live.stop();
    expect(await groupRuns(group)).toBe(false);
    expect(readFileSync(join(system.directory, 'ended'), 'utf8')).toBe('in its own way');
  });

  test('is replaced by a restart, which ends the fault', async () => {
    const { live, faults } = await web();
    await faults('POST', stop);
    await live.restart('Web');
    expect(await faults('GET')).toEqual([]);
    expect((await fetch(live.entryUrl)).status).toBe(200);
  });

  test('is a server that comes with the runtime as well', async () => {
    const system = await sample('http_port: PORT\nservices:\n  Database: { provider: postgres }');
    const live = await running(system);
    const { faults } = await asking(system, live);
    const before = live.status().services.find(({ name }) => name === 'Database')?.pid ?? 0;
    await faults('POST', { ...stop, service: 'Database' });
    expect(stateOf(before)).toBe('T');
    await faults('DELETE');
    expect(stateOf(before)).not.toBe('T');
    await faults('POST', { ...kill, service: 'Database' });
    await eventually(() => {
      const now = live.status().services.find(({ name }) => name === 'Database');
      return now?.restarts === 1 && now.state === 'healthy' && now.pid !== before;
    }, 60_000);
  });

  test('may die while it stands still', async () => {
    const { live, faults } = await web();
    await faults('POST', stop);
    await faults('POST', kill);
    await eventually(() => serviceOf(live).restarts === 1 && serviceOf(live).state === 'healthy', 60_000);
    expect(await faults('GET')).toEqual([]);
    expect((await fetch(live.entryUrl)).status).toBe(200);
  });

  test('leaves no process beside it behind', async () => {
    const { faults } = await web();
    await faults('POST', stop);
    expect(await guards()).toBe(1);
    await faults('DELETE');
    await eventually(async () => (await guards()) === 0, 60_000);
  });
});

/** How many processes wait beside this one for its end. */
async function guards(): Promise<number> {
  const table = [...(await processTable()).entries()];
  return table.filter(
    ([pid, { parent, state }]) => parent === process.pid && state !== 'Z' && commandOf(pid).includes('kill -s CONT'),
  ).length;
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    // It has ended.
    return '';
  }
}

describe('an instance that is killed by a fault', () => {
  test('is started again, and the fault is over', async () => {
    const { live, faults, system } = await web();
    const before = pidOf(live);
    expect(await faults('POST', kill)).toMatchObject([{ service: 'Web', instance: 1, effect: { kind: 'kill' } }]);
    await eventually(() => serviceOf(live).restarts === 1 && serviceOf(live).state === 'healthy', 60_000);
    expect(pidOf(live)).not.toBe(before);
    expect(await faults('GET')).toEqual([]);
    expect(system.said).toContain('Web was killed by SIGKILL; starting it again in 0.5 s');
  });

  test('is the one of the number, and otherwise the first that it is not done to yet', async () => {
    const { live, faults, refused } = await web('    instances: 2\n');
    const pids = serviceOf(live).instances?.map(({ pid }) => pid) ?? [];
    expect(await faults('POST', { ...kill, instance: 2 })).toMatchObject([{ instance: 2 }]);
    await eventually(() => serviceOf(live).instances?.[1]?.restarts === 1, 60_000);
    expect(serviceOf(live).instances?.[0]?.pid).toBe(pids[0]);
    await eventually(() => serviceOf(live).instances?.[1]?.state === 'healthy', 60_000);
    expect(await faults('POST', stop)).toMatchObject([{ instance: 1 }]);
    expect(await faults('POST', stop)).toMatchObject([{ instance: 2 }]);
    expect(await refused(stop)).toBe('409 Web#1 stands still already; end that fault first, or name another instance');
    expect(await faults('DELETE')).toHaveLength(2);
  });
});

describe('a fault on an instance', () => {
  test('is refused with the reason and the remedy where there is none that it could be done to', async () => {
    const { refused } = await web();
    expect(await refused({ ...stop, service: 'Wep' })).toBe('404 there is no service "Wep"; did you mean "Web"?');
    expect(await refused({ ...stop, instance: 7 })).toBe('404 Web has no instance 7; it has 1');
    expect(await refused({ edge: 'User → Web', effect: { kind: 'kill' } })).toBe(
      '400 kill acts on an instance of a service, and the body names no service',
    );
    expect(await refused({ ...kill, forMs: 1_000 })).toBe('400 a kill happens once and takes no time: leave forMs out');
    expect(await refused({ ...stop, forMs: -5 })).toMatch(/^400 A fault must end in the future/);
    expect(await refused({ service: 'Web', instance: 1, effect: { kind: 'refuse' }, forMs: 1_000 })).toBe(
      '400 refuse acts on edges; only stop and kill act on one instance',
    );
  });

  test('is not for what runs elsewhere, nowhere, or inside of asbuilt', async () => {
    const elsewhere = await sample(`http_port: PORT\nservices:\n  Web: { url: "http://127.0.0.1:1" }`, oneService);
    expect(await (await asking(elsewhere, await running(elsewhere))).refused(stop)).toBe(
      '409 Web has no processes here: it runs elsewhere; the edges to it can be broken instead, e.g. with black-hole or refuse',
    );
    const inside = await sample(`http_port: PORT\nservices:\n  Web: { provider: s3 }`, oneService);
    expect(await (await asking(inside, await running(inside))).refused(stop)).toBe(
      '409 Web runs inside of asbuilt and has no processes of its own; the edges to it can be broken instead, e.g. with black-hole or refuse',
    );
  });

  test('is not for one that is just not up', async () => {
    const { live, refused, system } = await web();
    await writeFile(join(system.directory, 'web.mjs'), 'process.exit(3)');
    process.kill(pidOf(live), 'SIGKILL');
    await eventually(() => serviceOf(live).state === 'restarting', 60_000);
    expect(await refused(stop)).toMatch(
      /^409 Web is (?:restarting|starting) and has no processes to stop; try again once it is healthy$/,
    );
  });
});
