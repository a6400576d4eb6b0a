import { writeFile } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type InstanceStatus, type RunningSystem, readToken, type ServiceStatus } from '../src/index.ts';
import { freePort } from './free-port.ts';
import { echoSource, openWebSocket, type TestWebSocket } from './gateway/web-socket.ts';
import { eventually, oneService, running, type Sample, sample } from './sample-system.ts';

/** A service that says who answers, by WebSocket too; `/slow` takes half a second, `/slower` three, `/busy` a tenth of one at full speed. */
const server = `
import { createServer } from 'node:http';
${echoSource}
const wait = (ms) => new Promise((settle) => setTimeout(settle, ms));
createServer(async (request, response) => {
  if (request.url === '/health') return response.end('ok');
  for await (const _ of request);
  if (request.url === '/slow') await wait(500);
  if (request.url === '/slower') await wait(3000);
  if (request.url === '/busy') for (const end = Date.now() + 100; Date.now() < end; );
  response.end(String(process.pid));
}).on('upgrade', echo).listen(process.env.PORT, process.env.HOST, () => console.log('listening on ' + process.env.PORT));
`;

const failureRow = (mitigation: string, timeout = '20s'): string => `
## Failure Modes

| Failure | Impact | Mitigation | Timeout |
|---|---|---|---|
| Web down | High | ${mitigation} | ${timeout} |
`;
const bounds = `
## Scaling

**Horizontal Scaling:**

- Web: 2–3 instances
`;

async function web(sections: string, binding = ''): Promise<Sample> {
  const system = await sample(
    `http_port: PORT\nservices:\n  Web:\n    command: node web.mjs\n    health: /health\n${binding}`,
    { overview: oneService.overview + sections },
  );
  await writeFile(join(system.directory, 'web.mjs'), server);
  return system;
}

function statusOf(live: RunningSystem): ServiceStatus {
  const [service] = live.status().services;
  if (service === undefined) throw new Error('there is no service');
  return service;
}

function instancesOf(live: RunningSystem): readonly InstanceStatus[] {
  return statusOf(live).instances ?? [];
}

const pidsOf = (live: RunningSystem): readonly number[] => instancesOf(live).flatMap(({ pid }) => pid ?? []);

interface Load {
  readonly failures: string[];
  readonly answers: () => number;
  stop(): Promise<void>;
}

/** Calls over and over on kept connections, from several clients at once, until it is stopped. */
function load(
  live: RunningSystem,
  clients: number,
  call: { readonly path?: string; readonly method?: string } = {},
): Load {
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const failures: string[] = [];
  let answers = 0;
  const over = new AbortController();
  const client = async (): Promise<void> => {
    while (!over.signal.aborted) {
      const answer = await ask(live.entryUrl, { ...call, agent }).catch((error: unknown) => String(error));
      answers += 1;
      if (typeof answer === 'string') failures.push(answer);
      else if (answer.status !== 200) failures.push(`${answer.status} ${answer.body}`);
    }
  };
  const work = Promise.all(Array.from({ length: clients }, client));
  const stop = async (): Promise<void> => {
    over.abort();
    await work;
    agent.destroy();
  };
  onTestFinished(stop);
  return { failures, answers: () => answers, stop };
}

interface Answer {
  readonly status: number | undefined;
  readonly body: string;
  readonly connection: string | undefined;
}

function ask(
  url: string,
  { path = '/', ...options }: { readonly path?: string; readonly method?: string; readonly agent?: Agent } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(`${url}${path}`, options, (response) => {
      text(response).then(
        (body) => resolve({ status: response.statusCode, body, connection: response.headers.connection }),
        reject,
      );
    });
    sent.once('error', reject);
    sent.end(options.method === 'POST' ? 'body' : undefined);
  });
}

function webSocket({ entryUrl }: RunningSystem, isPolite = true): Promise<TestWebSocket> {
  const { hostname: host, port } = new URL(entryUrl);
  return openWebSocket({ host, port: Number(port) }, { isPolite });
}

describe('a service of which section 9 wants several', () => {
  test('is started as often as its minimum says, each on its own port, and calls are shared out', async () => {
    const system = await web(bounds);
    const live = await running(system);
    expect(instancesOf(live).map(({ number, state }) => [number, state])).toEqual([
      [1, 'healthy'],
      [2, 'healthy'],
    ]);
    expect(new Set(instancesOf(live).map(({ address }) => address)).size).toBe(2);
    const answers = await Promise.all([1, 2, 3, 4].map(async () => (await ask(live.entryUrl)).body));
    expect(new Set(answers)).toEqual(new Set(pidsOf(live).map(String)));
    expect(system.said.map((line) => line.replace(/after .*/, ''))).toEqual([
      'Web keeps 2 instances of 3, since section 9 states no trigger that can be watched here',
      'Web#1 is starting',
      'Web#1 is healthy ',
      'Web#2 is starting',
      'Web#2 is healthy ',
    ]);
    expect(system.heard.map((line) => line.replace(/\d+$/, '')).toSorted()).toEqual([
      'Web#1: listening on ',
      'Web#2: listening on ',
    ]);
  });

  test('goes on when an instance is killed: another one answers its calls, and it comes back', async () => {
    const live = await running(await web(bounds + failureRow('Next instance')));
    const calls = load(live, 20);
    await eventually(() => calls.answers() > 100, 60_000);
    process.kill(pidsOf(live)[0] ?? 0, 'SIGKILL');
    await eventually(
      () => statusOf(live).restarts === 1 && instancesOf(live).every(({ state }) => state === 'healthy'),
      60_000,
    );
    await calls.stop();
    expect(calls.failures).toEqual([]);
  });

  test('sends no calls to an instance that hangs, and takes it back when it is well', async () => {
    const system = await web(bounds);
    const live = await running(system);
    const [first = 0, second = 0] = pidsOf(live);
    process.kill(first, 'SIGSTOP');
    onTestFinished(() => {
      process.kill(first, 'SIGCONT');
    });
    await eventually(() => instancesOf(live)[0]?.state === 'unready', 60_000);
    const answers = await Promise.all([1, 2, 3, 4].map(async () => (await ask(live.entryUrl)).body));
    expect(answers).toEqual(Array.from({ length: 4 }, () => String(second)));
    expect(statusOf(live).state).toBe('healthy');
    process.kill(first, 'SIGCONT');
    await eventually(() => instancesOf(live)[0]?.state === 'healthy', 60_000);
    expect(system.said).toContainEqual(expect.stringMatching(/^Web#1 gets no calls for now: GET \/health failed: /));
    expect(system.said).toContain('Web#1 is well again');
  });
});

describe('a restart', () => {
  test.each([1, 2])('of %i under load loses no call', async (instances) => {
    const system = await web(bounds + failureRow('Restart'), `    instances: ${instances}\n`);
    const live = await running(system);
    const before = pidsOf(live);
    const calls = [load(live, 10), load(live, 5, { path: '/slow', method: 'POST' })];
    await eventually(() => calls.every(({ answers }) => answers() > 10), 60_000);
    await live.restart('web');
    const during = calls.map(({ answers }) => answers());
    await eventually(() => calls.every(({ answers }, index) => answers() > (during[index] ?? 0) + 10), 60_000);
    await Promise.all(calls.map((call) => call.stop()));
    expect(calls.flatMap(({ failures }) => failures)).toEqual([]);
    expect(pidsOf(live)).toHaveLength(instances);
    expect(pidsOf(live).filter((pid) => before.includes(pid))).toEqual([]);
    expect(statusOf(live).restarts).toBe(instances);
    expect(system.said.filter((line) => /^The old Web(?:#\d)? is stopped$/.test(line))).toHaveLength(instances);
  });

  test('tells WebSockets to go elsewhere, and is done as soon as they have', async () => {
    const system = await web(failureRow('Restart', '600s'));
    const live = await running(system);
    const [before = 0] = pidsOf(live);
    const socket = await webSocket(live);
    expect(await socket.say('first')).toBe(`${before} first`);
    expect(instancesOf(live)[0]).toMatchObject({ pid: before, inFlight: 1 });
    const restarted = live.restart('Web');
    expect(await socket.goodbye).toBe(1001);
    await Promise.all([restarted, socket.closed]);
    expect(pidsOf(live)).not.toContain(before);
    expect(system.said.filter((line) => line.includes('cut off'))).toEqual([]);
    const next = await webSocket(live);
    expect(await next.say('again')).toBe(`${pidsOf(live)[0]} again`);
    next.leave();
  });

  test('ends WebSockets that go on for longer than the timeout, and says so', async () => {
    const system = await web(failureRow('Restart', '1s'));
    const live = await running(system);
    // Nobody says goodbye on it: neither its client, nor its service, which stands still.
    const socket = await webSocket(live, false);
    process.kill(pidsOf(live)[0] ?? 0, 'SIGSTOP');
    await live.restart('Web');
    await socket.closed;
    expect(system.said).toContain('The old Web still has 1 call after 1 s; it is cut off');
  });

  test('is asked for by the control server with its token, and refused by a sentence', async () => {
    const system = await web('');
    const live = await running(system);
    const [before] = pidsOf(live);
    const restart = async (service: string, token: string): Promise<Response> =>
      fetch(`${live.controlUrl}/services/${service}/restart`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}` },
      });
    expect((await restart('Web', 'guessed')).status).toBe(401);
    const token = await readToken(join(system.directory, '.asbuilt'));
    const done = await restart('Web', token);
    expect([done.status, await done.json()]).toEqual([200, { service: statusOf(live) }]);
    expect(pidsOf(live)).not.toContain(before);
    const unknown = await restart('Wep', token);
    expect([unknown.status, await unknown.json()]).toEqual([
      409,
      expect.objectContaining({ detail: 'overview.md names no service "Wep"; did you mean "Web"?' }),
    ]);
  });

  test('whose new instance does not come up leaves the old one as it was', async () => {
    const system = await web('');
    const live = await running(system);
    const before = pidsOf(live);
    await writeFile(join(system.directory, 'web.mjs'), `console.error('no key'); process.exit(3)`);
    await expect(live.restart('Web')).rejects.toThrow(
      'Web goes on as it was, since its successor did not come up: it exited with code 3 before it was ready; mend what its last words say: no key',
    );
    expect(pidsOf(live)).toEqual(before);
    expect((await ask(live.entryUrl)).body).toBe(String(before[0]));
  });
});

describe('a system that is stopped', () => {
  test('tells WebSockets to go, and does not wait for longer than they take', async () => {
    const live = await running(await web(failureRow('Restart', '600s')));
    const socket = await webSocket(live);
    expect(await socket.say('first')).toContain('first');
    const stopped = live.stop();
    expect(await socket.goodbye).toBe(1001);
    await Promise.all([stopped, socket.closed]);
  });

  test('lets calls end that are under way, and tells their clients not to use the connection again', async () => {
    const live = await running(await web(failureRow('Restart')));
    const agent = new Agent({ keepAlive: true });
    onTestFinished(() => agent.destroy());
    const calls = Array.from({ length: 10 }, () => ask(live.entryUrl, { path: '/slower', agent }));
    await eventually(() => live.status().edges[0]?.inFlight === 10);
    await live.stop();
    const answers = await Promise.all(calls);
    expect(answers.map(({ status, connection }) => [status, connection])).toEqual(
      Array.from({ length: 10 }, () => [200, 'close']),
    );
  });
});

describe('a service that listens on one port', () => {
  test('stays one, says so, and is away for a moment when it is restarted', async () => {
    const port = await freePort();
    const system = await web(bounds, `    port: ${port}\n`);
    const live = await running(system);
    expect(statusOf(live)).toMatchObject({ address: `127.0.0.1:${port}`, instances: [{ number: 1 }] });
    expect(system.said).toContain(
      `Web listens on port ${port} alone, so it stays one instance of the 2 of section 9; to have more, take the port from the variable PORT and leave port: out of the profile`,
    );
    const [before] = pidsOf(live);
    await live.restart('Web');
    expect((await ask(live.entryUrl)).body).toBe(String(pidsOf(live)[0]));
    expect(pidsOf(live)[0]).not.toBe(before);
  });
});

const scaling = (trigger: string): string => `
## Scaling

**Horizontal Scaling:**

- Web: 1–3 instances

**Vertical Scaling:**

- Web: 1 CPU core, 1 GB RAM

**Auto-scaling Triggers:**

- ${trigger}
`;

describe('the autoscaler', () => {
  test('adds instances while requests are many, takes them away when they are few, and loses none', async () => {
    const system = await web(scaling('Request rate > 20 requests per second for 1 second'));
    const live = await running(system);
    const calls = load(live, 20);
    await eventually(() => instancesOf(live).filter(({ state }) => state === 'healthy').length === 3, 60_000);
    await calls.stop();
    expect(calls.failures).toEqual([]);
    await eventually(() => instancesOf(live).length === 1, 60_000);
    expect(instancesOf(live)[0]).toMatchObject({ number: 1, state: 'healthy' });
    expect(system.said).toContainEqual(
      expect.stringMatching(
        /^Web gets another instance \(1 → 2\): the request rate of an instance was above 20 a second for 1 s, and is \d+(\.\d+)? a second$/,
      ),
    );
    expect(system.said).toContainEqual(
      expect.stringMatching(/^Web gives an instance up \(2 → 1\): one fewer would have been enough for 1 s/),
    );
  }, 180_000);

  test('measures the processor time of real processes', async () => {
    const system = await web(scaling('CPU > 10% for 1 second'));
    const live = await running(system);
    load(live, 2, { path: '/busy' });
    await eventually(() => instancesOf(live).some(({ cpuCores = 0 }) => cpuCores > 0.1), 60_000);
    await eventually(() => instancesOf(live).filter(({ state }) => state === 'healthy').length >= 2, 60_000);
    expect(instancesOf(live)[0]?.memoryBytes).toBeGreaterThan(10_000_000);
    expect(system.said).toContainEqual(
      expect.stringMatching(/^Web gets another instance \(1 → 2\): CPU was above 10 % for 1 s, and is \d/),
    );
  }, 180_000);

  test('is off where section 9 has a hole, and that is said', async () => {
    const system = await web(scaling('CPU > 70%').replace('1 CPU core, ', ''));
    await running(system);
    expect(system.said.slice(0, 2)).toEqual([
      'CPU does not scale Web: section 9 does not say for how long it must be above its value',
      'Web keeps 1 instance of 3, since section 9 states no trigger that can be watched here',
    ]);
  });
});

describe('what the profile says about instances', () => {
  test.each([
    [
      'instances: 4',
      'profile.yml:6: 4 instances of Web are more than the 3 of section 9 of overview.md; mend the one or the other',
    ],
    [
      'port: 3000\n    instances: 2',
      'profile.yml:7: Web listens on port 3000 alone, which 2 instances cannot share; leave one of both out',
    ],
  ])('%s is refused with its line', async (binding, sentence) => {
    await expect(running(await web(bounds, `    ${binding}\n`))).rejects.toThrow(sentence);
  });

  test('is refused where nothing is started', async () => {
    const system = await sample(
      `http_port: PORT\nservices:\n  Web: { url: "http://127.0.0.1:1", instances: 2 }\n`,
      oneService,
    );
    await expect(running(system)).rejects.toThrow(
      'profile.yml:3: only of what a command starts here there can be several; leave instances of Web out',
    );
  });

  test('starts fewer than section 9 wants', async () => {
    const live = await running(await web(bounds, '    instances: 1\n'));
    await pause(100);
    expect(instancesOf(live)).toHaveLength(1);
  });
});
