import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { oneService, running, type Sample, sample } from './sample-system.ts';

const alone = 'http_port: PORT\nservices:\n  Web: { command: node server.mjs, health: /health }\n';

/** Web calls two services that do not call each other. */
const fork = `# Overview

## Key Services & Contracts

| Service | Responsibility | Interface | Protocol |
|---|---|---|---|
| Web | pages | HTML | HTTP |
| API | logic | REST | HTTP |
| Mail | letters | REST | HTTP |

## Data Flow

**Request Flow:**
1. User → Web (opens a page)
2. Web → API (asks)
3. API → Web (answer)
4. Web → Mail (sends)
5. Mail → Web (sent)
6. Web → User (page)
`;
const forkProfile = `
http_port: PORT
services:
  Web: { command: node server.mjs, health: /health, edges: { API: A, Mail: M } }
  API: { command: node waits.mjs api mail, health: /health }
  Mail: { command: node waits.mjs mail api, health: /health }
`;

describe('services that do not call each other', () => {
  test('are started at the same time, and before who calls both of them', async () => {
    const system = await sample(forkProfile, { overview: fork });
    // Neither is ready before the other one was started.
    await writeFile(
      join(system.directory, 'waits.mjs'),
      `import { existsSync, writeFileSync } from 'node:fs';
      const [own, other] = process.argv.slice(2);
      writeFileSync(own, '');
      while (!existsSync(other)) await new Promise((settle) => setTimeout(settle, 10));
      await import('./server.mjs');`,
    );
    await running(system);
    const saying = (name: string, what: string): number =>
      system.said.findIndex((line) => line.startsWith(`${name} is ${what}`));
    expect(saying('Web', 'starting')).toBeGreaterThan(Math.max(saying('API', 'healthy'), saying('Mail', 'healthy')));
  });

  test('are all ended when one of them fails', async () => {
    const system = await sample(forkProfile, { overview: fork });
    await writeFile(
      join(system.directory, 'waits.mjs'),
      `import { existsSync, writeFileSync } from 'node:fs';
      const [own, other] = process.argv.slice(2);
      if (own === 'api') writeFileSync(own, '');
      if (own === 'api') await new Promise(() => setInterval(() => {}, 1000));
      while (!existsSync(other)) await new Promise((settle) => setTimeout(settle, 10));
      console.error('no letters');
      process.exit(5);`,
    );
    expect(await failure(system)).toBe(
      'profile.yml:6: Mail could not be started: it exited with code 5 before it was ready; mend what its last words say: no letters',
    );
    expect(system.said).not.toContain('Web is starting');
    expect(system.said.some((line) => line.startsWith('API is healthy'))).toBe(false);
  });
});

describe('the port of a service', () => {
  test('that another program takes in the moment before it listens there is exchanged for a free one', async () => {
    const system = await sample(`http_port: PORT\nservices: { Web: { command: node late.mjs, health: /health } }`, {
      ...oneService,
      env: { THIEF: await thief() },
    });
    await writeFile(
      join(system.directory, 'late.mjs'),
      `await fetch(process.env.THIEF + '/?port=' + process.env.PORT); await import('./server.mjs');`,
    );
    const live = await running(system);
    expect(system.heard.join('\n')).toContain('EADDRINUSE');
    expect(live.status().services[0]?.restarts).toBe(0);
    expect((await fetch(live.entryUrl)).status).toBe(200);
  });

  test('that the profile names and another program has is said with its place', async () => {
    const taken = new URL(await thief()).port;
    const system = await sample(
      `http_port: PORT\nservices:\n  Web:\n    command: node server.mjs\n    port: ${taken}`,
      oneService,
    );
    expect(await failure(system)).toMatch(
      new RegExp(
        `^profile.yml:5: port ${taken}, which Web is to listen on, is taken by another program; stop that, or `,
      ),
    );
  });
});

/** A server that takes the first port that it is told of, for as long as the test goes on. */
async function thief(): Promise<string> {
  const loot = createServer();
  const server = createServer((request, response) => {
    const port = Number(new URL(request.url ?? '/', 'http://thief').searchParams.get('port'));
    if (loot.listening) response.end();
    else loot.listen(port, '127.0.0.1', () => response.end());
  });
  onTestFinished(() => void [server, loot].map((each) => each.close()));
  const port = await listening(server);
  return `http://127.0.0.1:${port}`;
}

async function listening(server: ReturnType<typeof createServer>): Promise<number> {
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** What `up` fails with, when it must fail; nothing is left of it then. */
async function failure(system: Sample): Promise<string> {
  const live = await running(system).catch((error: unknown) => error);
  if (!(live instanceof Error)) throw new Error('it came up');
  expect(existsSync(join(system.directory, '.asbuilt', 'run.json'))).toBe(false);
  return live.message;
}

describe('a start that fails', () => {
  test('says what the service said last, and leaves nothing running', async () => {
    const system = await sample(
      `
http_port: PORT
services:
  Web: { command: node fails.mjs, edges: { API: A } }
  API: { command: node server.mjs, health: /health }
`,
    );
    await writeFile(join(system.directory, 'fails.mjs'), `console.error('no key'); process.exit(3)`);
    expect(await failure(system)).toBe(
      'profile.yml:4: Web could not be started: it exited with code 3 before it was ready; mend what its last words say: no key',
    );
    expect(system.said).toContain('API is stopped');
  });

  test('gives up a service that is not ready in time', async () => {
    const system = await sample(
      `{ http_port: PORT, services: { Web: { command: node server.mjs, health: /nothing, starts_within: 5s } } }`,
      oneService,
    );
    await writeFile(
      join(system.directory, 'server.mjs'),
      `import { createServer } from 'node:http';
      createServer((_, response) => { response.statusCode = 418; response.end(); }).listen(process.env.PORT, '127.0.0.1');`,
    );
    expect(await failure(system)).toBe(
      'profile.yml:1: Web could not be started: it was not ready within 5 s: GET /nothing answered 418; mend health: so that it names a path that answers 200, or give it longer by starts_within:',
    );
  });

  test('ends with the signal, whatever it is doing', async () => {
    const interruption = new AbortController();
    const system = await sample(`{ http_port: PORT, services: { Web: { command: sleep 1000 } } }`, {
      ...oneService,
      signal: interruption.signal,
    });
    const since = performance.now();
    setTimeout(() => interruption.abort(new Error('Ctrl-C')), 300);
    expect(await failure(system)).toBe('Ctrl-C');
    expect(performance.now() - since).toBeLessThan(30_000);
  });

  test('is refused while the system already runs', async () => {
    const system = await sample(alone, oneService);
    const live = await running(system);
    const second = await sample(alone, { ...oneService, directory: system.directory });
    await expect(running(second)).rejects.toThrow(
      `the system is already running as process ${process.pid} at ${live.entryUrl}; look at it with "asbuilt status", or stop it first`,
    );
    expect((await fetch(live.entryUrl)).status).toBe(200);
  });
});

describe('a service that is stopped', () => {
  test('is heard to its last word, and what it left behind writes to nobody', async () => {
    const system = await sample(alone, oneService);
    // What it leaves behind is in a group of its own, holds its output open, and goes on for a while.
    await writeFile(
      join(system.directory, 'server.mjs'),
      `import { spawn } from 'node:child_process';
      import { createServer } from 'node:http';
      const chatter = \`setInterval(() => console.log("left behind"), 10);
        setInterval(() => require("node:fs").existsSync("enough") && process.exit(), 10);
        setTimeout(() => process.exit(), 120_000);\`;
      spawn(process.execPath, ['-e', chatter], { detached: true, stdio: ['ignore', 'inherit', 'inherit'] }).unref();
      process.on('SIGTERM', () => { console.log('goodbye'); process.exit(); });
      createServer((_, response) => response.end()).listen(process.env.PORT, '127.0.0.1');`,
    );
    const live = await running(system);
    await live.stop();
    expect(system.heard).toContain('Web: goodbye');
    const text = await readFile(join(system.directory, '.asbuilt', 'log.jsonl'), 'utf8');
    expect(text).toContain('goodbye');
    const lines = system.heard.length;
    await expect.poll(() => system.heard.length, { timeout: 60_000 }).toBeGreaterThan(lines);
    expect(await readFile(join(system.directory, '.asbuilt', 'log.jsonl'), 'utf8')).toBe(text);
    await writeFile(join(system.directory, 'enough'), '');
  });
});
