import { describe, expect, test } from 'vitest';
import { freePort } from '../../../runtime/test/free-port.ts';
import { main } from '../../src/cli/main.ts';
import { cliProgram } from './support/cli-process.ts';
import { captured, runCli } from './support/run-cli.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const overview = `# Overview

## Context Capsule

- **Secrets location (local only):** \`secrets/.env\`

## Key Services & Contracts

| Service | Responsibility | Interface | Protocol |
|---|---|---|---|
| Web | pages | HTML | HTTP |

## Data Flow

**Request Flow:**
1. User → Web (opens a page)
2. Web → User (page)

## Scaling

**Horizontal Scaling:**

- Web: 2 instances
`;

const server = `
import { createServer } from 'node:http';
const { PORT, HOST, KEY } = process.env;
createServer((request, response) => {
  console.log(JSON.stringify({ level: request.url === '/odd' ? 'warn' : 'info', msg: 'asked ' + request.url, key: KEY }));
  response.end(String(process.pid));
}).listen(PORT, HOST, () => console.log('the key is ' + KEY));
`;

const program = cliProgram();

async function upProcess(): Promise<{ readonly folder: string; readonly url: string; readonly said: () => string }> {
  const port = await freePort();
  const folder = await temporaryFolder({
    'overview.md': overview,
    'server.mjs': server,
    'secrets/.env': 'KEY=correct-horse-battery\n',
    'confer-agent.profile.yml': `http_port: ${port}\nservices:\n  Web: { command: node server.mjs }\n`,
  });
  const running = await program.up(folder);
  return { folder, url: `http://127.0.0.1:${port}`, said: () => running.out() };
}

const isThere =
  (count: number, pattern: RegExp) =>
  (text: string): boolean =>
    [...text.matchAll(pattern)].length === count;

const size = (): { columns: number; rows: number } => ({ columns: 80, rows: 24 });

describe('a system with several instances of a service', () => {
  test('is restarted by name, shown with its instances, and its lines are found, without their secrets', async () => {
    const { folder, url, said } = await upProcess();
    const before = new Set([await (await fetch(url)).text(), await (await fetch(url)).text()]);
    expect(before.size).toBe(2);

    const restarted = await runCli(folder, ['restart', 'web']);
    expect([restarted.code, restarted.err]).toEqual([0, '']);
    expect(restarted.out).toMatch(
      /^Web is restarted, after [\d.]+ s:\n {2}#1 is process \d+ at 127\.0\.0\.1:\d+\n {2}#2 is process \d+ at /,
    );
    const after = new Set([await (await fetch(`${url}/odd`)).text(), await (await fetch(url)).text()]);
    expect([...after].filter((pid) => before.has(pid))).toEqual([]);

    expect((await runCli(folder, ['status'])).out).toMatch(
      /\nWeb {6}healthy 2\/2 .*\n {2}#1 {5}healthy {6}127\.0\.0\.1:\d+ .*\n {2}#2 /,
    );
    const logs = async (...options: readonly string[]): Promise<string> =>
      (await runCli(folder, ['logs', 'Web', ...options])).out;
    await expect.poll(() => logs('--grep', 'asked').then(isThere(4, /asked/g)), { timeout: 60_000 }).toBe(true);
    expect(await logs('--instance', '2', '--grep', 'the key is')).toMatch(
      /^(?:[\d:.]+ Web#2 │ the key is \[redacted\]\n){2}$/,
    );
    expect(await logs('--level', 'warn')).toMatch(/^[\d:.]+ Web#\d │ asked \/odd key=\[redacted\]\n$/);
    expect((await logs('--json')) + said()).not.toContain('correct-horse');
  }, 120_000);

  test('is followed and watched until Ctrl-C', async () => {
    const { folder, url } = await upProcess();
    const interruption = new AbortController();
    const follower = captured(folder, { signal: interruption.signal });
    const watcher = captured(folder, { signal: interruption.signal, size });
    const codes = Promise.all([
      main(['logs', 'Web', '--follow', '--grep', 'asked /now'], follower.io),
      main(['status', '--watch'], watcher.io),
    ]);
    await expect.poll(() => watcher.outcome(0).out, { timeout: 60_000 }).toContain('A second');
    await fetch(`${url}/now`);
    await expect.poll(() => follower.outcome(0).out, { timeout: 60_000 }).toMatch(/asked \/now/);
    interruption.abort();
    expect(await codes).toEqual([0, 0]);
    // It draws over the six lines of services and edges that it drew before.
    expect(watcher.outcome(0).out).toContain('\u001b[7F');
  }, 120_000);

  test('cannot be watched where there is no terminal, but as JSON', async () => {
    const { folder } = await upProcess();
    expect(await runCli(folder, ['status', '--watch'])).toMatchObject({
      code: 2,
      err: 'asbuilt: --watch needs a terminal to draw in: use --watch --json, or asbuilt status without it.\n',
    });
    const interruption = new AbortController();
    const { io, outcome } = captured(folder, { signal: interruption.signal });
    const code = main(['status', '--watch', '--json'], io);
    await expect.poll(() => outcome(0).out.split('\n').length, { timeout: 60_000 }).toBeGreaterThan(2);
    interruption.abort();
    expect(await code).toBe(0);
    expect(outcome(0).out).toMatch(/^(?:\{"overview":"overview\.md".*\}\n)+$/);
  }, 120_000);
});
