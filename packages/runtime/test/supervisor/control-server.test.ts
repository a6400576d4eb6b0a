import { readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { RunningSystem, SystemStatus } from '../../src/index.ts';
import { eventually, oneService, running, type Sample, sample } from '../sample-system.ts';

const profile = `
http_port: PORT
services:
  Web: { command: node server.mjs, health: /health }
`;

async function system(): Promise<{ readonly live: RunningSystem; readonly token: string; readonly sample: Sample }> {
  const made = await sample(profile, oneService);
  const live = await running(made);
  return { live, sample: made, token: await readFile(join(made.directory, '.asbuilt', 'token'), 'utf8') };
}

describe('the control server', () => {
  test('answers with the status, and that it is well', async () => {
    const { live } = await system();
    const answer = await fetch(`${live.controlUrl}/status`);
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    const status: unknown = await answer.json();
    expect(status).toEqual(live.status());
    expect(status).toMatchObject({
      overview: 'overview.md',
      startedAt: expect.stringMatching(/^\d{4}-.*Z$/),
      services: [{ name: 'Web', state: 'healthy', restarts: 0, pid: expect.any(Number), since: expect.any(String) }],
      edges: [{ name: 'User → Web', protocol: 'http', breaker: 'none', requests: 0 }],
    });
    expect(await (await fetch(`${live.controlUrl}/healthz`)).json()).toEqual({ pid: process.pid });
  });

  test('streams the status every second, and at once when something changes', async () => {
    const { live } = await system();
    const leave = new AbortController();
    const answer = await fetch(`${live.controlUrl}/status/stream`, { signal: leave.signal });
    expect(answer.headers.get('content-type')).toBe('text/event-stream');
    const seen: { readonly atMs: number; readonly status: SystemStatus }[] = [];
    const reading = readEvents(answer, (status) => seen.push({ atMs: performance.now(), status }));
    await eventually(() => seen.length >= 5);
    // Three seconds; the first of them may have been heard late.
    expect((seen[4]?.atMs ?? 0) - (seen[1]?.atMs ?? 0)).toBeGreaterThan(1_500);

    process.kill(live.status().services[0]?.pid ?? 0, 'SIGKILL');
    await eventually(() => states(seen.map(({ status }) => status)).includes('restarting,starting,healthy'));
    leave.abort();
    await reading;
  });

  test('shows metrics of services and edges as Prometheus reads them', async () => {
    const { live } = await system();
    await fetch(`${live.entryUrl}/`);
    const answer = await fetch(`${live.controlUrl}/metrics`);
    expect(answer.headers.get('content-type')).toContain('text/plain; version=0.0.4');
    const text = await answer.text();
    expect(text).toContain('asbuilt_service_up{service="Web"} 1');
    expect(text).toContain('asbuilt_service_restarts_total{service="Web"} 0');
    expect(text).toContain('asbuilt_edge_requests_total{edge="User → Web",from="User",to="Web",code="200"} 1');
  });

  test('adds, lists and ends faults for those who have the token', async () => {
    const { live, token } = await system();
    const url = `${live.controlUrl}/faults`;
    const headers = { authorization: `Bearer ${token}` };
    const body = JSON.stringify({ service: 'Web', effect: { kind: 'status', code: 500, share: 1 }, forMs: 60_000 });
    expect((await fetch(url, { method: 'POST', body })).status).toBe(401);
    expect((await fetch(url, { headers: { authorization: 'Bearer guess' } })).status).toBe(401);
    expect((await fetch(live.entryUrl)).status).toBe(200);

    const added = await fetch(url, { method: 'POST', body, headers });
    expect(added.status).toBe(201);
    expect(await added.json()).toMatchObject({ faults: [{ edge: 'User → Web', effect: { code: 500 } }] });
    expect((await fetch(live.entryUrl)).status).toBe(500);
    expect(await (await fetch(url, { headers })).json()).toMatchObject({ faults: [{ edge: 'User → Web' }] });

    expect((await fetch(url, { method: 'DELETE', headers })).status).toBe(200);
    expect((await fetch(live.entryUrl)).status).toBe(200);
    expect(await (await fetch(url, { headers })).json()).toEqual({ faults: [] });
  });

  test('says what is wrong with a request', async () => {
    const { live, token } = await system();
    const ask = async (method: string, path: string, body?: string): Promise<string> => {
      const headers = { authorization: `Bearer ${token}` };
      const answer = await fetch(`${live.controlUrl}${path}`, { method, headers, ...(body !== undefined && { body }) });
      expect(answer.headers.get('content-type')).toBe('application/problem+json');
      const { detail } = Object(await answer.json());
      return `${answer.status} ${String(detail)}`;
    };
    expect(await ask('POST', '/faults', '{')).toMatch(/^400 the body is not JSON/);
    expect(await ask('POST', '/faults', '7')).toBe('400 the body is not an object');
    expect(await ask('POST', '/faults', '{}')).toBe('400 the body names neither an edge nor a service');
    expect(await ask('POST', '/faults', fault({ effect: { kind: 'flood' } }))).toBe(
      '400 effect.kind is none of refuse, black-hole, reset, truncate, latency, bandwidth, pieces, status, clock-skew, stop, kill',
    );
    expect(await ask('POST', '/faults', fault({ effect: { kind: 'clock-skew', ms: 1000 } }))).toBe(
      '400 nobody looks at tokens on the way to Web: name what stands at the public entry',
    );
    expect(await ask('POST', '/faults', fault({ effect: { kind: 'latency', ms: 5, jitterMs: 'some' } }))).toBe(
      '400 effect.jitterMs is not a number',
    );
    expect(await ask('POST', '/faults', fault({ forMs: -1 }))).toMatch(/^400 A fault must end in the future/);
    // It would not end.
    expect(await ask('POST', '/faults', fault({ forMs: 2 ** 31 }))).toMatch(
      /^400 A fault must end in the future, within/,
    );
    expect(await ask('POST', '/faults', fault({ service: 'Wep' }))).toBe(
      '404 there is no edge to a service "Wep"; did you mean "Web"?',
    );
    expect(await ask('POST', '/faults', fault({ service: undefined, edge: 'A → B' }))).toBe(
      '404 there is no edge "A → B"; known: User → Web',
    );
    expect(await ask('POST', '/faults', fault({ edge: 'User → Web' }))).toBe(
      '400 the body names both an edge and a service: leave one of them out',
    );
    expect(await ask('POST', '/faults', `"${'x'.repeat(70_000)}"`)).toBe('413 the body is longer than 65536 bytes');
    expect(await ask('DELETE', '/faults/99')).toBe('404 there is no fault 99 (any more)');
    expect(await ask('PUT', '/faults')).toMatch(/^405 there are: GET/);
    expect(await ask('POST', '/status')).toBe('405 /status is only to be read');
    expect(await ask('GET', '/stats')).toMatch(/^404 there are: \/status/);
  });

  test('has nothing changed from a page in a browser, not even with the token', async () => {
    const { live, token } = await system();
    const headers = { authorization: `Bearer ${token}`, origin: 'http://127.0.0.1:3000' };
    const answer = await fetch(`${live.controlUrl}/faults`, { method: 'POST', body: fault({}), headers });
    expect(answer.status).toBe(403);
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    expect((await fetch(live.entryUrl)).status).toBe(200);
  });

  test('does not answer to a name that somebody else chose', async () => {
    const { live } = await system();
    const url = new URL(live.controlUrl);
    const status = await new Promise<number | undefined>((settle, reject) => {
      const options = { host: url.hostname, port: url.port, path: '/status', headers: { host: 'evil.test' } };
      request(options, (response) => {
        response.resume();
        settle(response.statusCode);
      })
        .once('error', reject)
        .end();
    });
    expect(status).toBe(403);
  });
});

/** A body of `POST /faults`, right but for the parts that are given. */
function fault(part: object): string {
  return JSON.stringify({ service: 'Web', effect: { kind: 'refuse' }, forMs: 1_000, ...part });
}

/** The states of the only service, one after the other. */
function states(seen: readonly SystemStatus[]): string {
  const all = seen.map(({ services }) => services[0]?.state);
  return all.filter((state, index) => state !== all[index - 1]).join(',');
}

async function readEvents(answer: Response, take: (status: SystemStatus) => void): Promise<void> {
  let text = '';
  try {
    for await (const chunk of answer.body ?? []) {
      text += new TextDecoder().decode(chunk);
      const events = text.split('\n\n');
      text = events.pop() ?? '';
      for (const event of events) take(JSON.parse(event.replace('event: status\ndata: ', '')));
    }
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'AbortError') throw error;
  }
}
