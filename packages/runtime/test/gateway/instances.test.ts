import { once } from 'node:events';
import http from 'node:http';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type Instance, InstanceSet, isDrained } from '#gateway/instances';
import {
  ask,
  breaker,
  freePort,
  openEdge,
  send,
  sleep,
  startService,
  type TestEdge,
  type TestService,
  until,
} from './kit.ts';

const outlier = { afterFailures: 3, ejectMs: 10_000, maxShare: 0.5 };

interface Fleet {
  readonly edge: TestEdge;
  readonly instances: InstanceSet;
  readonly members: readonly (TestService & { readonly instance: Instance; hits: number })[];
}

type Answers = (request: http.IncomingMessage, response: http.ServerResponse) => void;

/** An edge to instances of which each answers in its own way; the first is number 1. */
async function fleet(answers: readonly Answers[], plan: Parameters<typeof openEdge>[0] = {}): Promise<Fleet> {
  const instances = new InstanceSet(plan.outlier);
  const members: (TestService & { readonly instance: Instance; hits: number })[] = [];
  for (const [index, answer] of answers.entries()) {
    const service = await startService((request, response) => {
      const member = members[index];
      if (member !== undefined) member.hits += 1;
      answer(request, response);
    });
    members.push({ ...service, instance: instances.add(index + 1, service.address), hits: 0 });
  }
  return { edge: await openEdge({ ...plan, instances }), instances, members };
}

const named =
  (name: string): Answers =>
  (_, response) =>
    void response.end(name);
const failing: Answers = (_, response) => void response.writeHead(503).end('not now');
const hits = ({ members }: Fleet): readonly number[] => members.map((member) => member.hits);

describe('an edge to several instances', () => {
  test('shares calls out in turn, whichever connection they come on', async () => {
    const all = await fleet([named('1'), named('2'), named('3')]);
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    onTestFinished(() => agent.destroy());
    const bodies: string[] = [];
    for (let call = 0; call < 6; call += 1) bodies.push((await ask(all.edge, { agent })).body);
    expect(bodies).toEqual(['1', '2', '3', '1', '2', '3']);
    expect(all.members.map(({ instance }) => instance.inFlight)).toEqual([0, 0, 0]);
  });

  test('gives an instance that is busy fewer', async () => {
    const held: http.ServerResponse[] = [];
    const all = await fleet([(_, response) => void held.push(response), named('2')]);
    const hanging = ask(all.edge);
    await until(() => held.length === 1, 'the first call hangs');
    for (let call = 0; call < 5; call += 1) expect((await ask(all.edge)).body).toBe('2');
    expect(hits(all)).toEqual([1, 5]);
    held[0]?.end('late');
    expect((await hanging).body).toBe('late');
  });

  test('sends nothing to an instance that left, lets its calls end and closes its connections', async () => {
    const held: http.ServerResponse[] = [];
    const all = await fleet([(_, response) => void held.push(response), named('2')]);
    const [first] = all.members;
    if (first === undefined) throw new Error('there is no first instance');
    const hanging = ask(all.edge);
    await until(() => held.length === 1, 'the first call hangs');
    all.instances.remove(first.instance);
    expect(await isDrained(first.instance, 50)).toBe(false);
    for (let call = 0; call < 4; call += 1) expect((await ask(all.edge)).body).toBe('2');
    held[0]?.end('to the end');
    expect((await hanging).body).toBe('to the end');
    expect(await isDrained(first.instance, 60_000)).toBe(true);
    await until(() => first.connections() === 0, 'the connections to it are closed');
  });

  test('frees what a client that leaves had taken', async () => {
    const all = await fleet([() => undefined, () => undefined]);
    const clients = Array.from({ length: 20 }, () =>
      http.get({ host: all.edge.host, port: all.edge.port, agent: false }),
    );
    for (const client of clients) client.on('error', () => undefined);
    await until(() => all.members.reduce((sum, { hits: had }) => sum + had, 0) === 20, 'all calls are there');
    expect(all.members.map(({ instance }) => instance.inFlight)).toEqual([10, 10]);
    for (const client of clients) client.destroy();
    await until(() => all.members.every(({ instance }) => instance.inFlight === 0), 'all calls are gone');
  });

  test('answers that nobody is up when nobody is', async () => {
    const { edge } = await fleet([]);
    expect((await ask(edge)).status).toBe(503);
  });
});

describe('an instance that fails while others do not', () => {
  test('is left out after the stated failures in a row, and comes back after the stated time', async () => {
    let isWell = false;
    const all = await fleet([(request, response) => (isWell ? named('1') : failing)(request, response), named('2')], {
      outlier,
    });
    for (let call = 0; call < 20; call += 1) await ask(all.edge);
    expect(hits(all)).toEqual([3, 17]);
    expect(all.edge.lines()).toContainEqual(
      expect.objectContaining({ instance: 1, msg: 'An instance failed call after call: it gets none for a while.' }),
    );
    isWell = true;
    all.edge.pass(10_000);
    for (let call = 0; call < 10; call += 1) expect((await ask(all.edge)).status).toBe(200);
    expect(all.members[0]?.hits).toBe(8);
  });

  test('is not left out where that would leave too few', async () => {
    const all = await fleet([failing, failing], { outlier });
    for (let call = 0; call < 20; call += 1) expect((await ask(all.edge)).status).toBe(503);
    const counts = hits(all);
    // The first one to fail goes; the other is all that is left, and keeps its calls.
    expect(Math.min(...counts)).toBe(3);
    expect(Math.max(...counts)).toBe(17);
  });

  test('has a breaker of its own: the others are called on, and the edge is neither open nor closed', async () => {
    const all = await fleet([failing, named('2')], { breaker });
    for (let call = 0; call < 30; call += 1) await ask(all.edge);
    expect(hits(all)).toEqual([5, 25]);
    expect(all.edge.status().breaker).toBe('half-open');
    all.edge.pass(30_000);
    for (let call = 0; call < 10; call += 1) await ask(all.edge);
    // One trial, which failed.
    expect(all.members[0]?.hits).toBe(6);
  });

  test('opens the edge when it was the last one', async () => {
    const all = await fleet([failing, failing], { breaker });
    for (let call = 0; call < 30; call += 1) await ask(all.edge);
    expect(hits(all)).toEqual([5, 5]);
    expect(all.edge.status().breaker).toBe('open');
    expect((await ask(all.edge)).headers['asbuilt-policy']).toBe('breaker=open');
  });
});

describe('an instance that is started anew', () => {
  test('begins with a closed breaker, whatever its predecessor did, and hears nothing of the calls to that one', async () => {
    const held: http.ServerResponse[] = [];
    let holds = true;
    const all = await fleet([(_, response) => (holds ? void held.push(response) : failing(_, response))], { breaker });
    const [first] = all.members;
    if (first === undefined) throw new Error('there is no first instance');
    const hanging = Array.from({ length: 5 }, () => ask(all.edge));
    await until(() => held.length === 5, 'five calls hang');
    holds = false;
    for (let call = 0; call < 6; call += 1) expect((await ask(all.edge)).status).toBe(503);
    expect(all.edge.status().breaker).toBe('open');
    all.instances.remove(first.instance);
    expect(all.edge.status().breaker).toBe('closed');

    const next = await startService(named('anew'));
    all.instances.add(1, next.address);
    expect((await ask(all.edge)).body).toBe('anew');
    for (const response of held) response.writeHead(503).end('late');
    expect((await Promise.all(hanging)).map(({ status }) => status)).toEqual([503, 503, 503, 503, 503]);
    expect(all.edge.status().breaker).toBe('closed');
    expect((await ask(all.edge)).body).toBe('anew');
  });

  test('does not close the breakers of the others', async () => {
    const all = await fleet([failing, failing], { breaker });
    for (let call = 0; call < 12; call += 1) await ask(all.edge);
    expect(all.edge.status().breaker).toBe('open');
    const [first] = all.members;
    if (first === undefined) throw new Error('there is no first instance');
    all.instances.remove(first.instance);
    expect(all.edge.status().breaker).toBe('open');
    const next = await startService(named('anew'));
    all.instances.add(1, next.address);
    expect(all.edge.status().breaker).toBe('half-open');
    for (let call = 0; call < 4; call += 1) expect((await ask(all.edge)).body).toBe('anew');
    expect(hits(all)).toEqual([5, 5]);
  });
});

describe('"next instance" as a mitigation', () => {
  const nextInstance = true;

  test('makes a call to another instance at once when one could not answer it', async () => {
    const all = await fleet([failing, named('2')], { nextInstance });
    for (let call = 0; call < 4; call += 1) {
      const { status, body } = await ask(all.edge);
      expect([status, body]).toEqual([200, '2']);
    }
    // Whom it asked last was the second one: the next call begins with the first again.
    expect(hits(all)).toEqual([4, 4]);
    const answers = [await ask(all.edge), await ask(all.edge)].map(({ headers }) => headers['asbuilt-policy']);
    expect(answers).toContain('next-instance');
  });

  test('asks each instance once, and then gives up', async () => {
    const all = await fleet([failing, failing, failing], { nextInstance });
    const { status, headers } = await ask(all.edge);
    expect([status, headers['asbuilt-policy'], hits(all)]).toEqual([503, 'next-instance, next-instance', [1, 1, 1]]);
  });

  test('never repeats what is not safe to repeat, but what was never sent', async () => {
    const all = await fleet([failing, named('2')], { nextInstance });
    const posted = [
      await ask(all.edge, { method: 'POST', body: 'x' }),
      await ask(all.edge, { method: 'POST', body: 'x' }),
    ];
    expect(new Set(posted.map(({ status }) => status))).toEqual(new Set([200, 503]));
    expect(hits(all)).toEqual([1, 1]);

    const instances = new InstanceSet();
    instances.add(1, { host: '127.0.0.1', port: await freePort() });
    const up = await startService((_, response) => void response.end('up'));
    instances.add(2, up.address);
    const edge = await openEdge({ nextInstance, instances });
    for (let call = 0; call < 4; call += 1) {
      expect((await ask(edge, { method: 'POST', headers: { 'content-length': 0 } })).body).toBe('up');
    }
  });

  test('is not done where the document does not say so', async () => {
    const all = await fleet([failing, named('2')]);
    expect([(await ask(all.edge)).status, (await ask(all.edge)).status]).toEqual([503, 200]);
  });
});

describe('an edge that closes', () => {
  test('lets calls end within the time it is given, and tells their clients to use another connection', async () => {
    const held: http.ServerResponse[] = [];
    const service = await startService((_, response) => void held.push(response));
    const edge = await openEdge({ target: service.target, drainMs: 60_000 });
    const agent = new http.Agent({ keepAlive: true });
    onTestFinished(() => agent.destroy());
    const calls = [ask(edge, { agent }), ask(edge, { agent })];
    await until(() => held.length === 2, 'both calls hang');
    const closing = edge.close();
    await sleep(1_200);
    for (const response of held) response.end('in time');
    for (const { status, headers, body } of await Promise.all(calls)) {
      expect([status, headers.connection, body]).toEqual([200, 'close', 'in time']);
    }
    await closing;
  });

  test('does not wait for a stream that has no end', async () => {
    const service = await startService((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('data: 1\n\n');
    });
    const edge = await openEdge({ target: service.target, drainMs: 60_000 });
    const response = await send(edge, { agent: false });
    const over = once(response, 'error');
    await once(response, 'data');
    const since = performance.now();
    await edge.close();
    expect(performance.now() - since).toBeLessThan(30_000);
    expect((await over)[0]).toBeInstanceOf(Error);
  });
});
