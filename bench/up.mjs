import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { root } from '../scripts/lib/root.mjs';
import { inTemporaryFolder, written } from './lib/bundled.mjs';
import { memoryMiB } from './lib/processes.mjs';
import { median } from './lib/statistics.mjs';

export const title =
  'from `asbuilt up` to the first answer of a service, in a fresh folder and again (aims: 3 s and 1 s; the process that has all edges: 120 MiB)';

const rounds = 5;
const mostMs = 60_000;

const server = `import { createServer } from 'node:http';
const { PORT, HOST } = process.env;
createServer((_request, response) => response.end('ok')).listen(PORT, HOST);
`;

/** Web is called from outside, and calls API; with a database, API calls that. */
const systems = [
  { name: 'two services', withDatabase: false },
  { name: 'two services, PostgreSQL', withDatabase: true },
];

/** Measures what was built last (`npm run build`), as it is installed. */
export async function measure(say) {
  for (const { name, withDatabase } of systems) {
    const starts = [];
    for (let round = 0; round < rounds; round += 1) {
      await inTemporaryFolder(async (folder) => starts.push(await measureStarts(folder, withDatabase)));
    }
    const middle = (pick) => median(starts.map(pick)).toFixed(0);
    say(
      `${name.padEnd(26)} first ${middle(({ first }) => first.ms)} ms, again ${middle(({ again }) => again.ms)} ms, ${middle(({ again }) => again.mebibytes)} MiB (medians of ${rounds})`,
    );
  }
}

async function measureStarts(folder, withDatabase) {
  const port = await freePort();
  await written(folder, 'server.mjs', server);
  await written(folder, 'overview.md', overview(withDatabase));
  await written(folder, 'confer-agent.profile.yml', profile(port, withDatabase));
  return { first: await measureStart(folder, port), again: await measureStart(folder, port) };
}

async function measureStart(folder, port) {
  const startedAt = performance.now();
  const tool = join(root, 'packages/asbuilt/dist/asbuilt.js');
  const child = spawn(process.execPath, [tool, 'up'], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  const ended = once(child, 'exit');
  try {
    while (!(await answers(port))) {
      if (child.exitCode !== null) throw new Error(`asbuilt up ended with ${child.exitCode}.`);
      if (performance.now() - startedAt > mostMs) throw new Error('asbuilt up does not answer.');
      await pause(5);
    }
    return { ms: performance.now() - startedAt, mebibytes: memoryMiB(child.pid).now };
  } finally {
    child.kill('SIGINT');
    await ended;
  }
}

function answers(port) {
  return fetch(`http://127.0.0.1:${port}/`).then(
    ({ status }) => status === 200,
    () => false,
  );
}

async function freePort() {
  const holder = createServer().listen(0, '127.0.0.1');
  await once(holder, 'listening');
  const { port } = holder.address();
  holder.close();
  await once(holder, 'close');
  return port;
}

function profile(port, withDatabase) {
  return `http_port: ${port}
services:
  Web:
    command: node server.mjs
    edges: { API: API_URL }
  API:
    command: node server.mjs
${withDatabase ? '    edges: { Database: DATABASE_URL }\n  Database:\n    provider: postgres\n' : ''}`;
}

function overview(withDatabase) {
  const calls = [
    'User → Web (opens a page)',
    'Web → API (asks)',
    ...(withDatabase ? ['API → Database (query)', 'Database → API (rows)'] : []),
    'API → Web (answer)',
    'Web → User (page)',
  ];
  return `# Overview

## Key Services & Contracts

| Service | Responsibility | Interface | Protocol |
|---|---|---|---|
| Web | pages | HTML | HTTP |
| API | logic | REST | HTTP |
${withDatabase ? '| Database | data | SQL | Postgres protocol |\n' : ''}
## Data Flow

**Request Flow:**
${calls.map((call, index) => `${index + 1}. ${call}`).join('\n')}
`;
}
