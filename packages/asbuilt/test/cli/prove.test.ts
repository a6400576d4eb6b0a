import { readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { type MinuteRecord, parseDay } from '@asbuilt/core/ledger';
import { describe, expect, onTestFinished, test } from 'vitest';
import { isRecord } from '../../src/files/is-record.ts';
import { type CliProcess, cliProgram } from './support/cli-process.ts';
import { drillOverview, drillProject } from './support/drill-system.ts';
import { eventually } from './support/eventually.ts';
import { type Outcome, runCli } from './support/run-cli.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const program = cliProgram();

/** A drilled system that runs, by `overview.md` in the folder. */
async function running(
  options?: Parameters<typeof drillProject>[0],
): Promise<{ readonly folder: string; readonly url: string }> {
  const project = await drillProject(options);
  await program.up(project.folder);
  return project;
}

/** The statements of a kind, by what was printed. */
function statements({ out }: Outcome, kind: 'held' | 'does not hold' | 'not inspected'): readonly string[] {
  return [...out.matchAll(new RegExp(`^\\S+:\\d+:\\d+ ${kind} (\\S+) \\S+$`, 'gm'))].map((match) => match[1] ?? '');
}

/** What prove says where the machine was too busy, or chance against it, so that something was not judged. */
const unjudged = /^ {2}this machine was |put an end to the tries|too few failed/m;

/**
 * What prove says, tried again where it says something else than expected, or could not tell: what is wrong in the system
 * stays wrong.
 */
async function provenToBe(expected: readonly string[], folder: string, ...args: readonly string[]): Promise<Outcome> {
  let proof = await runCli(folder, ['prove', ...args]);
  const isExpected = (): boolean => statements(proof, 'does not hold').join() === expected.join();
  for (let tries = 1; tries < 4 && (!isExpected() || unjudged.test(proof.out)); tries += 1)
    proof = await runCli(folder, ['prove', ...args]);
  return proof;
}

/** The calls of the ledger that spend a budget, by service: the last line of a minute counts. */
async function charged(folder: string): Promise<Readonly<Record<string, { good: number; bad: number }>>> {
  const ledger = join(folder, '.asbuilt/ledger');
  const texts = await Promise.all((await readdir(ledger)).map((name) => readFile(join(ledger, name), 'utf8')));
  const last = new Map<string, MinuteRecord>();
  for (const text of texts) {
    const day = parseDay(text);
    if (day.kind === 'damaged') throw new Error(`line ${day.line} of the ledger is damaged`);
    for (const record of day.records) last.set(`${record.service} ${record.minute}`, record);
  }
  const sums: Record<string, { good: number; bad: number }> = {};
  for (const { service, good, bad } of last.values()) {
    const { good: before, bad: badBefore } = sums[service] ?? { good: 0, bad: 0 };
    sums[service] = { good: before + good, bad: badBefore + bad };
  }
  return sums;
}

/** A counter of an edge, as Prometheus reads it. */
async function counter(folder: string, metric: string, edge: string): Promise<number> {
  const run: unknown = JSON.parse(await readFile(join(folder, '.asbuilt/run.json'), 'utf8'));
  if (!isRecord(run) || typeof run['controlUrl'] !== 'string') throw new Error(`no control server in ${String(run)}`);
  const metrics = await (await fetch(`${run['controlUrl']}/metrics`)).text();
  return Number(new RegExp(`^${metric}\\{edge="${edge}",[^}]*\\} (\\d+)$`, 'm').exec(metrics)?.[1]);
}

/** What every way of failing cost: nothing, on the edges whose calls tell that they are a drill's. */
async function expectNothingCharged(folder: string): Promise<void> {
  const { Web, API } = await charged(folder);
  expect([Web?.bad ?? 0, API?.bad ?? 0]).toEqual([0, 0]);
  for (const edge of ['User → Web', 'Web → API']) {
    expect(await counter(folder, 'asbuilt_edge_failures_total', edge)).toBe(0);
    expect(await counter(folder, 'asbuilt_edge_judged_total', edge)).toBe(0);
  }
  expect(await counter(folder, 'asbuilt_edge_drill_failures_total', 'Web → API')).toBeGreaterThan(5);
}

describe('asbuilt prove', () => {
  test('sees hold what the system runs by, keeps that as evidence, and coverage counts it', async () => {
    const { folder } = await running();
    const proof = await provenToBe([], folder);
    expect(proof).toMatchObject({ code: 0 });
    expect(statements(proof, 'held')).toEqual([
      'observability/tracing/request-ids',
      'observability/tracing/distributed',
      'failure-modes/api-down/timeout',
      'failure-modes/store-down/timeout',
      'failure-modes/api-down/mitigation/2',
      'failure-modes/api-down/mitigation/1',
      'failure-modes/breaker/open',
      'failure-modes/breaker/half-open',
      'failure-modes/breaker/close',
      'failure-modes/api-down/scenario',
      'failure-modes/store-down/mitigation/1',
      'failure-modes/store-down/scenario',
    ]);
    expect(proof.out).toMatch(
      /A call over API → Store to a silent callee was reset after [\d.]+ m?s; stated: 700 ms\./,
    );
    expect(proof.out).toContain('\n12 held, 0 did not hold, 3 could not be inspected in overview.md\n');
    expect(proof.err).toContain('API does not answer; its callers should give up after 1 s\n');

    // What the drills called is in no error budget.
    const ledgerFolder = join(folder, '.asbuilt/ledger');
    const drilledCalls = async (): Promise<string> => {
      const days = await readdir(ledgerFolder);
      return (await Promise.all(days.map((day) => readFile(join(ledgerFolder, day), 'utf8')))).join('');
    };
    await eventually(
      async () => /"service":"API".*"drilled":\{"good":\d+,"bad":[1-9]/.test(await drilledCalls()),
      () => 'no call of a drill is in the ledger',
    );
    await expectNothingCharged(folder);

    const name = (await readdir(join(folder, '.asbuilt/evidence'))).toSorted().at(-1);
    expect(proof.out).toMatch(new RegExp(`\\nThe evidence is in \\.asbuilt/evidence/${name}\\.\\n$`));
    expect(await provenIn(folder)).toBe(12);
    await writeFile(join(folder, 'overview.md'), drillOverview({ halfOpenAfter: '2s' }));
    // What was seen on another version does not count.
    expect(await provenIn(folder)).toBe(0);
    expect((await runCli(folder, ['fault', 'list'])).out).toBe('no fault is active\n');
  });

  test('knows that each instance has a breaker of its own, and can do without one of them', async () => {
    const { folder } = await running({ instances: 2 });
    const proof = await provenToBe([], folder);
    expect(statements(proof, 'does not hold')).toEqual([]);
    expect(statements(proof, 'held')).toEqual(
      expect.arrayContaining([
        'failure-modes/breaker/open',
        'failure-modes/breaker/half-open',
        'failure-modes/breaker/close',
        'failure-modes/api-down/mitigation/2',
        'failure-modes/api-down/retries',
        'failure-modes/api-down/mitigation/3',
        'failure-modes/api-down/mitigation/4',
      ]),
    );
    expect(proof.out).toMatch(/API#\d was killed, and got calls again after [\d.]+ m?s\./);
    expect(proof.out).toMatch(/Each of \d+ calls while API#\d was killed was answered\./);
    expect(proof.out).toMatch(/A call over Web → API that failed was tried again, and answered 200\./);
    expect(proof.out).toContain('of which every try failed was tried again 1 time; stated: 1.');
    // A call that goes to the one that stands still is given up as on any other silent callee.
    expect(proof.out).toMatch(
      /held failure-modes\/api-down\/timeout instance-lost\n {2}A call over Web → API to a silent callee answered 504 after/,
    );
    await expectNothingCharged(folder);
    // It was started again, and nothing stands still.
    expect((await runCli(folder, ['fault', 'list'])).out).toBe('no fault is active\n');
  });

  test('sees that a page stands in for what is down, and takes it for no service that is well', async () => {
    const { folder } = await running({ hasPage: true });
    const proof = await provenToBe([], folder);
    expect(proof).toMatchObject({ code: 0 });
    expect(statements(proof, 'held')).toEqual(
      expect.arrayContaining(['failure-modes/api-down/mitigation/3', 'failure-modes/api-down/scenario']),
    );
    expect(proof.out).toContain('During the outage, the public entry answered 200 (fallback=static).');
    await expectNothingCharged(folder);
    expect(proof.out).toMatch(
      /While API was down, the public entry answered 200 \(fallback=static\) after .*It was well again/,
    );
  });

  test('drills a database in its own protocol', async () => {
    const { folder } = await running({ database: true });
    const proof = await provenToBe([], folder);
    expect(proof).toMatchObject({ code: 0 });
    expect(statements(proof, 'held')).toEqual(
      expect.arrayContaining([
        'failure-modes/breaker/open',
        'failure-modes/store-down/timeout',
        'failure-modes/store-down/mitigation/1',
        'failure-modes/store-down/scenario',
      ]),
    );
    expect(proof.out).toMatch(
      /A call over API → Store to a silent callee answered 08006 after [\d.]+ m?s; stated: 700 ms\./,
    );
    await expectNothingCharged(folder);
  });

  test('names the lines that lie when the system gives up later, and opens, lets through and closes otherwise', async () => {
    const { folder } = await running();
    const lies = { apiTimeout: '300ms', opensAfter: 5, halfOpenAfter: '100ms' };
    await writeFile(join(folder, 'lies.md'), drillOverview(lies));
    const wrong = ['failure-modes/api-down/timeout', 'failure-modes/breaker/open', 'failure-modes/breaker/half-open'];
    const proof = await provenToBe(wrong, folder, 'lies.md');
    expect(proof).toMatchObject({ code: 1 });
    expect(statements(proof, 'does not hold')).toEqual(wrong);
    expect(proof.out).toContain(
      'lies.md:31:46 does not hold failure-modes/api-down/timeout dependency-silent\n 31 │ | API down | High | Circuit breaker, retry | 300ms |\n',
    );
    expect(proof.out).toContain('opened after 3 failures in a row (broken off, 503); stated: 5.');
    expect(proof.out).toMatch(
      /Web → API still refused calls [\d.]+ m?s after its circuit breaker opened; stated: 100 ms\./,
    );
  });

  test('names the lines that lie when the system gives up earlier and closes later', async () => {
    const { folder } = await running();
    await writeFile(
      join(folder, 'lies.md'),
      drillOverview({
        apiTimeout: '3s',
        apiMitigation: 'Circuit breaker, retry (2×)',
        opensAfter: 2,
        halfOpenAfter: '5s',
        closesAfter: 1,
      }),
    );
    const wrong = [
      'failure-modes/api-down/timeout',
      'failure-modes/api-down/retries',
      'failure-modes/breaker/open',
      'failure-modes/breaker/half-open',
      'failure-modes/breaker/close',
    ];
    const proof = await provenToBe(wrong, folder, 'lies.md');
    expect(proof).toMatchObject({ code: 1 });
    expect(statements(proof, 'does not hold')).toEqual(wrong);
    expect(proof.out).toMatch(/answered 504 after 1(?:\.\d+)? s; stated: 3 s\./);
    expect(proof.out).toContain('closed after 2 successful calls; stated: 1.');
  });

  test('names the timeout of whoever answers outside too late while something behind it is down', async () => {
    const { folder, url } = await running({ slowMs: 2_500 });
    await writeFile(join(folder, 'lies.md'), drillOverview({ webTimeout: '1s' }));
    const wrong = [
      'failure-modes/web-down/timeout',
      'failure-modes/api-down/scenario',
      'failure-modes/store-down/scenario',
    ];
    const proof = await provenToBe(wrong, folder, 'lies.md', '--url', url);
    expect(proof).toMatchObject({ code: 1 });
    expect(statements(proof, 'does not hold')).toEqual(wrong);
    expect(proof.out).toMatch(
      /While API was down, the public entry had not answered after [1-9][\d.]* s; stated: 1 s\./,
    );
  });

  test('calls nothing proven by a page that does not need what is down', async () => {
    const { folder, url } = await running();
    let proof = await runCli(folder, ['prove', '--url', `${url}/static`, '--format', 'json']);
    for (let tries = 1; tries < 4 && proof.code !== 0; tries += 1)
      proof = await runCli(folder, ['prove', '--url', `${url}/static`, '--format', 'json']);
    expect(proof.code).toBe(0);
    const verdicts: unknown = JSON.parse(proof.out);
    expect(verdicts).toMatchObject({
      file: 'overview.md',
      documentHash: expect.stringMatching(/^[0-9a-f]{64}$/),
      broken: 0,
      verdicts: expect.arrayContaining([
        {
          verdict: 'not-inspected',
          statement: 'failure-modes/api-down/scenario',
          by: 'dependency-down',
          reason: expect.stringContaining('/static at the public entry was answered without a call to API'),
          line: 31,
          column: 3,
          endLine: 31,
          endColumn: 11,
        },
      ]),
    });
  });

  test('leaves a system alone in which somebody else breaks things, and says so', async () => {
    const { folder } = await running();
    await runCli(folder, ['fault', 'add', 'API', 'latency', '--ms', '5', '--for', '1m']);
    const proof = await runCli(folder, ['prove']);
    expect(proof.out).toContain('somebody else has injected a fault on Web → API.');
    expect(statements(proof, 'held')).not.toContain('failure-modes/api-down/timeout');
    expect((await runCli(folder, ['fault', 'list'])).out).toMatch(
      /^Web → API: every call takes 5 ms longer for \d+ s \(fault \d+\)\n$/,
    );
  });

  test('ends its faults when Ctrl-C interrupts it', async () => {
    const { folder } = await running();
    const proving: CliProcess = program.start(folder, ['prove']);
    const faults = async (): Promise<string> => (await runCli(folder, ['fault', 'list'])).out;
    await eventually(
      async () => (await faults()) !== 'no fault is active\n',
      () => proving.err(),
    );
    proving.child.kill('SIGINT');
    expect(await proving.code).toBe(130);
    expect(await faults()).toBe('no fault is active\n');
    expect(proving.err()).toMatch(
      /\nasbuilt: interrupted: every fault that was injected is ended, and no evidence is kept\.\n$/,
    );
    expect(proving.out()).toBe('');
    expect(await readdir(join(folder, '.asbuilt'))).not.toContain('evidence');
  });
});

describe('asbuilt prove without a control server', () => {
  test('asks at the public entry only, and breaks nothing', async () => {
    const folder = await temporaryFolder({ 'overview.md': drillOverview() });
    const proof = await runCli(folder, ['prove', '--url', await entry((id) => id ?? 'an-id')]);
    expect(proof.code).toBe(0);
    expect(statements(proof, 'held')).toEqual(['observability/tracing/request-ids']);
    expect(proof.out).toContain('no control server is known that could break anything: name it with --control.');
  });

  test('is 1 when what it asks for does not hold', async () => {
    const folder = await temporaryFolder({ 'overview.md': drillOverview() });
    const proof = await runCli(folder, ['prove', '--url', await entry(() => 'its-own')]);
    expect(proof.code).toBe(1);
    expect(proof.out).toContain('An x-request-id that was sent comes back as another.');
    expect(await provenIn(folder)).toBe(0);
  });
});

describe('asbuilt prove says what is wrong and ends with 2', () => {
  test('when nothing runs', async () => {
    const folder = await temporaryFolder({ 'overview.md': drillOverview() });
    expect(await runCli(folder, ['prove'])).toEqual({
      code: 2,
      out: '',
      err: 'asbuilt: overview.md is not running: start it with "asbuilt up overview.md".\n',
    });
  });

  test('when nothing could be inspected', async () => {
    const folder = await temporaryFolder({ 'overview.md': '# Nothing\n' });
    const proof = await runCli(folder, ['prove', '--url', await entry(() => 'an-id')]);
    expect(proof).toMatchObject({ code: 2, err: 'asbuilt: nothing that overview.md states could be inspected.\n' });
  });

  test('when an address is none, or nobody answers there', async () => {
    const folder = await temporaryFolder({ 'overview.md': drillOverview(), '.asbuilt/token': 'secret' });
    expect((await runCli(folder, ['prove', '--url', 'here'])).err).toBe(
      'asbuilt: --url here is not a URL of a system: write it in full, e.g. http://127.0.0.1:3000/.\n',
    );
    expect((await runCli(folder, ['prove', '--url', 'http://me:secret@127.0.0.1:1/'])).err).toBe(
      'asbuilt: --url has a password in it, which would show in what is printed: leave it out.\n',
    );
    const url = await entry(() => 'an-id');
    const closed = await runCli(folder, ['prove', '--url', url, '--control', 'http://127.0.0.1:1/']);
    expect(closed).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^asbuilt: the control server at http:\/\/127\.0\.0\.1:1\/ cannot be talked to: /),
    });
    const other = await runCli(folder, ['prove', '--url', url, '--control', url]);
    expect(other).toMatchObject({
      code: 2,
      err: `asbuilt: ${url}/ is no control server: what it answered /status has another form.\n`,
    });
  });

  test('when the token of a control server is not there', async () => {
    const folder = await temporaryFolder({ 'overview.md': drillOverview() });
    const nowhere = 'http://127.0.0.1:1';
    const { code, err } = await runCli(folder, ['prove', '--url', nowhere, '--control', nowhere]);
    expect(code).toBe(2);
    expect(err).toMatch(/^asbuilt: \.asbuilt\/token: there is no such file \(ENOENT\)\. Faults need the token /);
  });

  test('when the evidence there is was damaged; what needs none still works', async () => {
    const folder = await temporaryFolder({ 'overview.md': drillOverview() });
    await runCli(folder, ['prove', '--url', await entry((id) => id ?? 'an-id')]);
    const [name = ''] = await readdir(join(folder, '.asbuilt/evidence'));
    const path = join(folder, '.asbuilt/evidence', name);
    await writeFile(path, (await readFile(path, 'utf8')).replace('true', '"yes"'));
    for (const verb of ['check', 'coverage']) {
      expect(await runCli(folder, [verb])).toEqual({
        code: 2,
        out: '',
        err: `asbuilt: .asbuilt/evidence/${name} is not what asbuilt prove writes: remove it, and run asbuilt prove again.\n`,
      });
    }
    expect((await runCli(folder, ['model'])).code).toBe(0);
  });
});

/** How many statements coverage calls proven. */
async function provenIn(folder: string): Promise<unknown> {
  const covered: unknown = JSON.parse((await runCli(folder, ['coverage', '--json'])).out);
  return isCoverage(covered) ? covered.total.reached.proven : covered;
}

function isCoverage(value: unknown): value is { readonly total: { readonly reached: { readonly proven: number } } } {
  return typeof value === 'object' && value !== null && 'total' in value;
}

/** A system that answers with a request id: what it makes of the one that is sent. */
async function entry(answered: (sent: string | undefined) => string): Promise<string> {
  const server = createServer(({ headers }, response) => {
    const sent = headers['x-request-id'];
    response.setHeader('x-request-id', answered(typeof sent === 'string' ? sent : undefined));
    response.setHeader('content-type', 'application/json');
    response.end('{"well":true}');
  });
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http://127.0.0.1:${address.port}`;
}
