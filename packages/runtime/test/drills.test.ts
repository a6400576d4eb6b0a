import { createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Drills } from '../src/gateway/drills.ts';
import { readLedger } from '../src/ledger/ledger.ts';
import { eventually, running, sample, scratch } from './sample-system.ts';
import { webAndApi } from './web-and-api.ts';

const profile = [
  'http_port: PORT',
  'services:',
  '  Web: { command: node server.mjs, health: /health, starts_within: 60s, edges: { API: NEXT_URL } }',
  '  API: { command: node server.mjs, health: /health, starts_within: 60s }',
  '',
].join('\n');

function markOf(token: string): string {
  return createHmac('sha256', token).update('asbuilt-drill').digest('base64url');
}

test('calls of drills, and what services do on their behalf, are counted apart; a mark of somebody else is none', {
  timeout: 120_000,
}, async () => {
  const directory = await scratch();
  const { entryUrl, controlUrl } = await running(await sample(profile, { directory, overview: webAndApi }));
  const token = await readFile(join(directory, '.asbuilt', 'token'), 'utf8');
  const call = async (path: string, mark?: string): Promise<string> => {
    const answer = await fetch(`${entryUrl}${path}`, { headers: mark === undefined ? {} : { 'asbuilt-drill': mark } });
    return answer.text();
  };
  const shown = await call('/through', markOf(token));
  expect(shown).not.toContain(markOf(token));
  for (let index = 0; index < 2; index += 1) await call('/through', markOf('guessed'));
  for (let index = 0; index < 3; index += 1) await call('/page');

  await eventually(async () => {
    const text = await readFile(
      join(directory, '.asbuilt', 'ledger', `slo-${new Date().toISOString().slice(0, 10)}.jsonl`),
      'utf8',
    ).catch(() => '');
    return (
      /"service":"API".*"drilled":\{"good":1,"bad":0\}/.test(text) &&
      /"service":"Web".*"drilled":\{"good":1,"bad":0\}/.test(text)
    );
  }, 60_000);
  const ledger = await readLedger(join(directory, '.asbuilt', 'ledger'), Date.now());
  expect(ledger.totals('Web', 0, Date.now() + 60_000)).toEqual({ good: 5, bad: 0 });
  expect(ledger.totals('API', 0, Date.now() + 60_000)).toEqual({ good: 2, bad: 0 });
  const metrics = await (await fetch(`${controlUrl}/metrics`)).text();
  expect(metrics).toContain('asbuilt_edge_requests_total{edge="User → Web",from="User",to="Web",code="200"} 5\n');
  expect(metrics).toContain('asbuilt_edge_drill_requests_total{edge="User → Web",from="User",to="Web"} 1\n');
  expect(metrics).toContain('asbuilt_edge_drill_requests_total{edge="Web → API",from="Web",to="API"} 1\n');
});

test('the ids of a drill are known for minutes, not for ever', () => {
  const drills = new Drills();
  expect(drills.begins(markOf(''), ['a'], 0)).toBe(false);
  drills.trust('token');
  expect(drills.begins(markOf('token'), ['trace', 'request'], 0)).toBe(true);
  expect(drills.begins(markOf('other'), ['x', 'y'], 0)).toBe(false);
  const minute = 60_000;
  expect(drills.knows('trace', 'other', minute)).toBe(true);
  expect(drills.knows('other', 'request', 2.5 * minute)).toBe(true);
  expect(drills.knows('x', 'y', 0)).toBe(false);
  expect(drills.knows('trace', 'request', 10 * minute)).toBe(false);
});
