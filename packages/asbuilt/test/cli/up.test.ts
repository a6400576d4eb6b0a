import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SystemStatus } from '@asbuilt/runtime';
import { describe, expect, test } from 'vitest';
import { freePort } from '../../../runtime/test/free-port.ts';
import { webAndApi } from '../../../runtime/test/web-and-api.ts';
import { asNobody } from '../files/as-nobody.ts';
import { cliProgram } from './support/cli-process.ts';
import { eventually } from './support/eventually.ts';
import { groupRuns, standsStill } from './support/process-group.ts';
import { type Outcome, runCli } from './support/run-cli.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const server = `
import { createServer, get } from 'node:http';
const { PORT, HOST, API_URL, SECRET } = process.env;
createServer((request, response) => {
  if (request.url === '/through') return get(API_URL + '/', (answer) => answer.pipe(response));
  response.end(SECRET ?? 'ok');
}).listen(PORT, HOST, () => console.log('listening'));
`;

/** A project that can be run: Web passes \`/through\` on to API. */
async function project(files: Readonly<Record<string, string>> = {}): Promise<{ folder: string; url: string }> {
  const port = await freePort();
  const folder = await temporaryFolder({
    'overview.md': webAndApi,
    'server.mjs': server,
    'confer-agent.profile.yml': `http_port: ${port}
services:
  Web: { command: "sh -c 'node server.mjs; true'", health: /, edges: { API: API_URL } }
  API: { command: node server.mjs, health: / }
`,
    ...files,
  });
  await chmod(folder, 0o755);
  return { folder, url: `http://127.0.0.1:${port}` };
}

const program = cliProgram();

async function statusOf(folder: string): Promise<SystemStatus> {
  return JSON.parse((await runCli(folder, ['status', '--json'])).out);
}

async function expectGone({ services, edges }: SystemStatus): Promise<void> {
  const groups = services.flatMap(({ pid }) => pid ?? []);
  expect(groups).toHaveLength(services.length);
  await eventually(
    () => !groups.some(groupRuns),
    () => `a process group of ${groups.join(', ')} is still there`,
  );
  for (const { address } of [...services, ...edges]) {
    // A port that was given back may be another test's for a while.
    await eventually(
      () => isRefused(`http://${address}`),
      () => `somebody listens at ${address}`,
    );
  }
}

async function isRefused(url: string): Promise<boolean> {
  return fetch(url).then(
    () => false,
    (error: unknown) => error instanceof TypeError && String(error.cause).includes('ECONNREFUSED'),
  );
}

describe('asbuilt up', () => {
  test('tells what it starts, what runs where, and where to go; Ctrl-C stops all of it', async () => {
    const { folder, url } = await project();
    const running = await program.up(folder);
    const said = running
      .out()
      .replaceAll(/\d+ ms/g, 'N ms')
      .replaceAll(/127\.0\.0\.1:\d+/g, 'ADDRESS');
    expect(said).toMatch(
      /API is starting\n(?:\{.*\}\n)*API is healthy after N ms at ADDRESS\nWeb is starting\n(?:\{.*\}\n)*Web is healthy/,
    );
    expect(said).toMatch(/\nService {2}State +Address +Restarts\nWeb +healthy {2}ADDRESS +·\nAPI +healthy/);
    expect(said).toMatch(/\nEdge +Listens at .*\nUser → Web {2}ADDRESS/);
    expect(running.out()).toContain(`The system is up at ${url} (control server: http://127.0.0.1:`);
    expect(await (await fetch(`${url}/through`)).text()).toBe('ok');

    const status = await statusOf(folder);
    running.child.kill('SIGINT');
    expect(await running.code).toBe(130);
    expect(running.out()).toMatch(/Web is stopped\nAPI is stopped\nThe system is stopped\.\n$/);
    expect(running.err()).toBe('');
    await expectGone(status);
  });

  test('starts again after it was killed, without what it left behind', async () => {
    const { folder, url } = await project();
    const killed = await program.up(folder);
    const left = await statusOf(folder);
    killed.child.kill('SIGKILL');
    await killed.code;
    const running = await program.up(folder);
    expect(await (await fetch(`${url}/through`)).text()).toBe('ok');
    for (const { pid } of left.services) expect(groupRuns(pid ?? 0)).toBe(false);
    running.child.kill('SIGTERM');
    expect(await running.code).toBe(143);
  });

  test('prints one JSON object a line with --json', async () => {
    const { folder, url } = await project();
    const running = await program.up(folder, ['--json']);
    running.child.kill('SIGINT');
    await running.code;
    const lines = running
      .out()
      .trimEnd()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    expect(lines).toContainEqual(expect.objectContaining({ event: 'up', entryUrl: url, overview: 'overview.md' }));
    expect(lines).toContainEqual(expect.objectContaining({ service: 'API', stream: 'stdout', msg: 'listening' }));
    expect(lines.at(-1)).toMatchObject({ event: 'stopped' });
  });

  test('shows a terminal whose line is whose', async () => {
    const { folder } = await project();
    const interruption = new AbortController();
    let out = '';
    const hear = (text: string): void => {
      out += text;
      if (out.includes('The system is up')) interruption.abort();
    };
    const { code } = await runCli(folder, ['up'], { columns: 100, out: hear, signal: interruption.signal });
    expect(code).toBe(0);
    expect(out).toContain('API │ listening\n');
    expect(out).toContain('Web │ listening\n');
    expect(out).not.toContain('{');
    expect(out).toMatch(/The system is stopped\.\n$/);
  });

  test('gives the services what the secrets file sets', async () => {
    const { folder, url } = await project({
      'overview.md': webAndApi.replace(
        '# Overview',
        '# Overview\n\n## Context Capsule\n\n- **Secrets location (local only):** `secrets/.env`\n',
      ),
      'secrets/.env': 'SECRET="from the file"\n',
    });
    await program.up(folder);
    expect(await (await fetch(url)).text()).toBe('from the file');
  });
});

/** What `asbuilt up` does in a project that has these files. */
async function upWith(files: Readonly<Record<string, string>>): Promise<Outcome> {
  const { folder } = await project(files);
  return runCli(folder, ['up']);
}

describe('asbuilt up says what is wrong and ends with 2', () => {
  test('when there is no profile', async () => {
    const folder = await temporaryFolder({ 'overview.md': webAndApi });
    expect(await runCli(folder, ['up'])).toMatchObject({
      code: 2,
      err: 'asbuilt: there is no profile for overview.md, so nothing says where its services run: write confer-agent.profile.yml beside it, or name one with --profile.\n',
    });
  });

  test('when the profile is wrong', async () => {
    expect(await upWith({ 'confer-agent.profile.yml': 'env: dev\n' })).toMatchObject({
      code: 2,
      out: '',
      err: 'asbuilt: confer-agent.profile.yml: http_port is not set, and there is no default for it; add a line such as "http_port: 8080".\n',
    });
  });

  test('when a binding is for a service of another name', async () => {
    expect(
      await upWith({ 'confer-agent.profile.yml': 'http_port: 4810\nservices: { Wep: { command: node } }\n' }),
    ).toMatchObject({
      code: 2,
      err: 'asbuilt: confer-agent.profile.yml:2: overview.md names no service "Wep"; did you mean "Web"?\n',
    });
  });

  test('when a service does not come up', async () => {
    const { code, err, out } = await upWith({ 'server.mjs': `console.error('no such table'); process.exit(4);` });
    expect(err).toBe(
      'asbuilt: confer-agent.profile.yml:4: API could not be started: it exited with code 4 before it was ready; mend what its last words say: no such table.\n',
    );
    expect(code).toBe(2);
    expect(out).toContain('API is starting\n');
  });

  test('when it already runs', async () => {
    const { folder, url } = await project();
    const running = await program.up(folder);
    expect(await runCli(folder, ['up'])).toMatchObject({
      code: 2,
      err: `asbuilt: the system is already running as process ${running.child.pid} at ${url}; look at it with "asbuilt status", or stop it first.\n`,
    });
  });
});

describe('asbuilt status', () => {
  test('shows what runs where, and is 0 while all is well', async () => {
    const { folder } = await project();
    await program.up(folder);
    const { code, out } = await runCli(folder, ['status']);
    expect(code).toBe(0);
    expect(out).toMatch(/^Service {2}State +Address +Restarts\nWeb +healthy/);
  });

  test('is 1 while a service is not up', async () => {
    const { folder } = await project();
    await program.up(folder);
    const api = (await statusOf(folder)).services.find(({ name }) => name === 'API');
    await writeFile(join(folder, 'server.mjs'), 'process.exit(3)');
    process.kill(api?.pid ?? 0, 'SIGKILL');
    let code = 0;
    await eventually(
      async () => {
        ({ code } = await runCli(folder, ['status']));
        return code !== 0;
      },
      () => 'the status stayed well',
    );
    expect(code).toBe(1);
  });

  test('says that nothing runs', async () => {
    const { folder } = await project();
    expect(await runCli(folder, ['status'])).toEqual({
      code: 2,
      out: '',
      err: 'asbuilt: overview.md is not running: start it with "asbuilt up overview.md".\n',
    });
  });
});

describe('asbuilt fault', () => {
  test('breaks the edges of a service, lists that, and mends it', async () => {
    const { folder, url } = await project();
    await program.up(folder);
    const fault = (...args: readonly string[]): Promise<Outcome> => runCli(folder, ['fault', ...args]);
    expect(await fault('add', 'API', 'down', '--for', '1m')).toEqual({
      code: 0,
      out: 'Web → API: every call is refused for 60 s (fault 1)\n',
      err: '',
    });
    expect(await (await fetch(`${url}/through`)).text()).toContain('A fault is injected on this edge');
    expect((await fault('add', 'API', 'latency', '--ms', '20')).out).toBe(
      'Web → API: every call takes 20 ms longer for 30 s (fault 2)\n',
    );
    expect((await fault('add', 'API', 'errors', '--share', '25%')).out).toBe(
      'Web → API: 25 % of the calls are answered 500 for 30 s (fault 3)\n',
    );
    expect((await fault('add', 'Web->API', 'errors', '--code', '503', '--seed', '7')).out).toBe(
      'Web → API: 50 % of the calls are answered 503 for 30 s (fault 4)\n',
    );
    expect((await fault('list')).out.split('\n')).toHaveLength(5);
    expect((await fault('remove', '2')).out).toBe('1 fault ended\n');
    expect((await fault('clear')).out).toBe('3 faults ended\n');
    expect((await fault('list')).out).toBe('no fault is active\n');
    expect(await (await fetch(`${url}/through`)).text()).toBe('ok');
  });

  test('stops and kills an instance, and tells that as JSON, too', async () => {
    const { folder } = await project();
    await program.up(folder);
    const fault = async (...args: readonly string[]): Promise<string> => (await runCli(folder, ['fault', ...args])).out;
    expect(await fault('add', 'API', 'stop', '--for', '1h')).toBe(
      'API#1: its processes stand still for 3600 s (fault 1)\n',
    );
    expect(JSON.parse(await fault('list', '--json'))).toEqual({
      faults: [{ id: 1, service: 'API', instance: 1, effect: { kind: 'stop' }, endsAtMs: expect.any(Number) }],
    });
    expect(await fault('remove', '1')).toBe('1 fault ended\n');
    expect(await fault('list')).toBe('no fault is active\n');
    expect(await fault('add', 'API', 'kill', '--instance', '1')).toBe(
      'API#1: its processes are killed, and started again\n',
    );
    const api = async (): Promise<number | undefined> =>
      (await statusOf(folder)).services.find(({ name }) => name === 'API')?.restarts;
    await eventually(
      async () => (await api()) === 1,
      () => 'API is not started again',
    );
  });

  test('leaves nothing behind that stands still, though asbuilt up is killed', async () => {
    const { folder, url } = await project();
    const running = await program.up(folder);
    const pid = (await statusOf(folder)).services.find(({ name }) => name === 'API')?.pid ?? 0;
    await runCli(folder, ['fault', 'add', 'API', 'stop', '--for', '1h']);
    const { code, out } = await runCli(folder, ['status']);
    expect(code).toBe(1);
    expect(out).toMatch(/^API +healthy, stands still /m);
    expect(out).toMatch(/\nFaults\nAPI#1: its processes stand still for \d+ s \(fault \d+\)\n$/);
    running.child.kill('SIGKILL');
    await running.code;
    await eventually(
      () => !standsStill(pid),
      () => `process ${pid} stands still`,
    );
    await program.up(folder);
    expect(groupRuns(pid)).toBe(false);
    expect(await (await fetch(`${url}/through`)).text()).toBe('ok');
  });

  test('says what it does not understand', async () => {
    const { folder } = await project();
    await program.up(folder);
    const said = async (...args: readonly string[]): Promise<string> => {
      const { code, err } = await runCli(folder, ['fault', ...args]);
      return `${code} ${err}`;
    };
    expect(await said('mend')).toBe('2 asbuilt: there is no action "mend": use add, list, remove or clear.\n');
    expect(await said('add')).toBe('2 asbuilt: name a service, or an edge: asbuilt fault add API down.\n');
    expect(await said('add', 'API')).toBe(
      '2 asbuilt: say what is to go wrong: use down, black-hole, reset, truncate, latency, bandwidth, pieces, errors, clock-skew, stop, kill.\n',
    );
    expect(await said('add', 'API', 'flood')).toBe(
      '2 asbuilt: there is no fault flood: use down, black-hole, reset, truncate, latency, bandwidth, pieces, errors, clock-skew, stop, kill.\n',
    );
    expect(await said('add', 'API', 'down', '--for', 'ever')).toBe(
      '2 asbuilt: --for ever is not a length of time: write it with its unit, e.g. 30s.\n',
    );
    expect(await said('add', 'API', 'errors', '--share', 'half')).toBe('2 asbuilt: --share half is not a number.\n');
    expect(await said('add', 'API', 'errors', '--share', '2')).toMatch(
      /^2 asbuilt: the control server answered 400: A status fault's share/,
    );
    expect(await said('add', 'API', 'down', '--ms', '5')).toBe(
      '2 asbuilt: --ms says nothing of down, of whose own options there are: none.\n',
    );
    expect(await said('add', 'API', 'latency', '--ms', '5', '--rate', '9')).toBe(
      '2 asbuilt: --rate says nothing of latency, of whose own options there are: --ms, --jitter.\n',
    );
    expect(await asNobody(() => said('list'))).toMatch(
      /^2 asbuilt: \.asbuilt\/token cannot be read: permission denied \(EACCES\)\. Only who started the system may/,
    );
    expect(await said('add', 'Web->API', 'stop')).toBe(
      '2 asbuilt: stop acts on an instance of a service: asbuilt fault add API stop.\n',
    );
    expect(await said('add', 'API', 'kill', '--for', '1m')).toBe(
      '2 asbuilt: a kill happens once and takes no time: leave --for out.\n',
    );
    expect(await said('add', 'API', 'down', '--instance', '2')).toBe(
      '2 asbuilt: --instance goes with stop and kill; down acts on the edges to all instances.\n',
    );
    expect(await said('add', 'API', 'stop', '--instance', '2')).toBe(
      '2 asbuilt: the control server answered 404: API has no instance 2; it has 1.\n',
    );
    expect(await said('remove')).toBe(
      '2 asbuilt: say which fault, by the number that "asbuilt fault list" shows: asbuilt fault remove 3.\n',
    );
    expect(await said('remove', '9')).toBe(
      '2 asbuilt: the control server answered 404: there is no fault 9 (any more).\n',
    );
    expect(await said('add', 'AIP', 'down')).toBe(
      '2 asbuilt: the control server answered 404: there is no edge to a service "AIP"; did you mean "API"?\n',
    );
  });
});
