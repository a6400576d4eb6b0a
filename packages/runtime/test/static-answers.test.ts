import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ConfigurationError, up } from '../src/index.ts';
import { eventually, oneService, running, type Sample, sample, scratch } from './sample-system.ts';

const rows = (mitigation: string): string => `
## Failure Modes

| Failure | Impact | Mitigation | Timeout |
|---|---|---|---|
| Web down | High | ${mitigation} | 5s |
`;

/** One service, whose row says this, and what the profile has answered in its place. */
async function web(mitigation: string, answers: string, service = 'Web'): Promise<Sample> {
  const directory = await scratch();
  await mkdir(join(directory, 'fallback'));
  await writeFile(join(directory, 'fallback', 'page.html'), '<p>Back soon</p>');
  const profile = `http_port: PORT\nstatic_answers:\n  ${service}: ${answers}\nservices:\n  Web: { command: node server.mjs, health: /health }\n`;
  return sample(profile, { directory, overview: oneService.overview + rows(mitigation) });
}

async function refusal(system: Sample): Promise<string> {
  const error: unknown = await up(system.options).catch((reason: unknown) => reason);
  if (!(error instanceof ConfigurationError)) throw new Error(`it was refused with ${String(error)}`);
  expect(system.said).toEqual([]);
  return error.message;
}

describe('what the profile has answered in the place of a service', () => {
  test('is given while the service is away, from what was there at the start', async () => {
    const system = await web('Restart, static page', '{ file: fallback/page.html, status: 503 }');
    const live = await running(system);
    await rm(join(system.directory, 'fallback'), { recursive: true });
    expect((await fetch(`${live.entryUrl}/`)).status).toBe(200);
    const died = await fetch(`${live.entryUrl}/die`);
    expect([died.status, await died.text()]).toEqual([503, '<p>Back soon</p>']);
    expect(died.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(died.headers.get('asbuilt-policy')).toBe('fallback=static');
    await eventually(async () => (await fetch(`${live.entryUrl}/`)).status === 200, 60_000);
    expect(live.status().edges[0]?.failures).toBeGreaterThan(0);
  }, 60_000);

  test('is off where section 8 does not ask for it, and that is an error', async () => {
    expect(await refusal(await web('Restart', 'fallback/page.html'))).toBe(
      'profile.yml:3: section 8 of overview.md asks for no static answer in the place of Web; write "static answer" into the mitigations of its row, or leave it out of static_answers',
    );
  });

  test('is for a service that there is, and from a file that can be read', async () => {
    expect(await refusal(await web('Static answer', 'fallback/page.html', 'Wep'))).toBe(
      'profile.yml:3: overview.md names no service "Wep"; did you mean "Web"?',
    );
    expect(await refusal(await web('Static answer', 'fallback/pages.html'))).toBe(
      "profile.yml:3: fallback/pages.html cannot be read (ENOENT); write what is to be answered there, or name another file by a path that counts from the overview's folder",
    );
    expect(await refusal(await web('Static answer', '{ fiel: fallback/page.html }'))).toBe(
      'profile.yml:3: static_answers.Web has an unknown key `fiel`; did you mean `file`?',
    );
    const large = await web('Static answer', 'fallback/large.html');
    await writeFile(join(large.directory, 'fallback', 'large.html'), Buffer.alloc(4 * 1024 * 1024 + 1));
    expect(await refusal(large)).toBe(
      'profile.yml:3: fallback/large.html has 4194305 bytes, and a static answer has 4194304 at most; make it smaller',
    );
  });
});
