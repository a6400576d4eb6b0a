import { chmod, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { plan } from '@asbuilt/core/derive';
import { link, read, readProfile } from '@asbuilt/core/overview';
import { onTestFinished } from 'vitest';
import { type RunningSystem, type UpOptions, up } from '../src/index.ts';
import { freePort } from './free-port.ts';

/** A folder of this test alone, removed at its end. Every user may enter it unless it is private. */
export async function scratch(mode: 0o755 | 0o700 = 0o755): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'asbuilt-test-')));
  await chmod(folder, mode);
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Three services in a row: Web is called from outside, and calls API, which calls Database. */
export const overview = `# Overview

## Key Services & Contracts

| Service | Responsibility | Interface | Protocol |
|---|---|---|---|
| Web | pages | HTML | HTTP |
| API | logic | REST | HTTP |
| Database | data | SQL | Postgres protocol |

## Data Flow

**Request Flow:**
1. User → Web (opens a page)
2. Web → API (asks)
3. API → Database (query)
4. Database → API (rows)
5. API → Web (answer)
6. Web → User (page)
`;

/** The wish for a system of one service, which is called from outside. */
export const oneService = {
  overview: `# Overview

## Key Services & Contracts

| Service | Responsibility | Interface | Protocol |
|---|---|---|---|
| Web | pages | HTML | HTTP |

## Data Flow

**Request Flow:**
1. User → Web (opens a page)
2. Web → User (page)
`,
} as const;

/** A service that answers its health path, passes `/through` on to what NEXT_URL names, and shows its environment on any other path. */
const server = `
import { createServer, get } from 'node:http';
const { PORT, HOST, NEXT_URL } = process.env;
createServer((request, response) => {
  if (request.url === '/health') return response.end('ok');
  if (request.url === '/die') return process.exit(7);
  if (request.url === '/through') {
    return get(NEXT_URL + '/here', { headers: { 'x-request-id': request.headers['x-request-id'] } }, (answer) => answer.pipe(response));
  }
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ path: request.url, requestId: request.headers['x-request-id'], env: process.env, argv: process.argv.slice(2) }));
}).listen(PORT, HOST, () => console.log('listening on ' + PORT));
`;

/** Writes the sample services into a folder: `node server.mjs` is one. */
async function writeServices(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'server.mjs'), server);
}

/** A system in a folder of its own. */
export interface Sample {
  readonly directory: string;
  /** What it said so far. */
  readonly said: string[];
  /** What its services wrote so far: `API: listening on 1234`. */
  readonly heard: string[];
  readonly options: UpOptions;
}

/** What a test wants different. */
export interface Wishes {
  readonly directory?: string;
  readonly overview?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** A system that can be brought up. `PORT` in the profile's text becomes a free port. */
export async function sample(profileText: string, wishes: Wishes = {}): Promise<Sample> {
  const directory = wishes.directory ?? (await scratch());
  await writeServices(directory);
  const profile = readProfile('profile.yml', profileText.replace('PORT', String(await freePort())));
  const said: string[] = [];
  const heard: string[] = [];
  const options: UpOptions = {
    file: 'overview.md',
    plan: plan(link(read(wishes.overview ?? overview)), profile.profile),
    profile,
    directory,
    env: { PATH: process.env['PATH'], ...wishes.env },
    say: (line) => said.push(line),
    hear: (service, line) => heard.push(`${service}: ${line}`),
    ...(wishes.signal && { signal: wishes.signal }),
  };
  return { directory, said, heard, options };
}

/** Brings a system up, to be stopped at the end of the test. */
export async function running(system: Sample): Promise<RunningSystem> {
  const live = await up(system.options);
  onTestFinished(() => live.stop());
  return live;
}

/** Waits until something holds, asking again and again. */
export async function eventually(holds: () => boolean | Promise<boolean>, withinMs = 60_000): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`it did not hold within ${withinMs} ms: ${String(holds)}`);
    await new Promise((settle) => setTimeout(settle, 20));
  }
}
