import { expect, test } from 'vitest';
import { freePort } from '../../../runtime/test/free-port.ts';
import { cliProgram } from './support/cli-process.ts';
import { runCli } from './support/run-cli.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

test.each([
  [[], 'say what is to be dropped'],
  [['/posts', '--all'], 'say what is to be dropped'],
  [['posts'], 'posts is not a path: it begins with a slash, e.g. /posts.'],
  [['/posts'], 'overview.md is not running'],
])('asbuilt purge says what is wrong: %j', async (args, expected) => {
  const { code, err } = await runCli(await temporaryFolder({}), ['purge', ...args]);
  expect([code, err]).toEqual([2, expect.stringContaining(expected)]);
});

const overview = `# Overview

## Key Services & Contracts

| Service | Responsibility | Interface | Protocol |
|---|---|---|---|
| Web | pages | HTML | HTTP |

## Data Flow

1. User → Web (opens a page)
2. Web → User (page)

## Caching

| Layer | Technology | TTL | Use Case |
|---|---|---|---|
| CDN | any | 1h | |
`;

const server = `
import { createServer } from 'node:http';
let asked = 0;
createServer((request, response) => {
  response.setHeader('cache-tag', 'all-pages');
  response.end(String((asked += 1)));
}).listen(process.env.PORT, process.env.HOST);
`;

const program = cliProgram();
const later = ' here; the other gateways are told when their Redis is back';

test.each([
  ['', {}],
  [later, { REDIS_URL: 'redis://127.0.0.1:1' }],
])(
  'asbuilt purge empties the caches of the running system%s',
  async (elsewhere, env) => {
    const port = await freePort();
    const folder = await temporaryFolder({
      'overview.md': overview,
      'server.mjs': server,
      'confer-agent.profile.yml': `http_port: ${port}\nservices:\n  Web: { command: node server.mjs }\n`,
    });
    await program.up(folder, [], env);
    const page = async (path: string) => (await fetch(`http://127.0.0.1:${port}${path}`)).text();
    const purged = async (...args: readonly string[]) => (await runCli(folder, ['purge', ...args])).out;
    expect([await page('/a'), await page('/a'), await page('/b')]).toEqual(['1', '1', '2']);
    expect(await purged('/a')).toBe(`1 answer dropped${elsewhere}\n`);
    expect([await page('/a'), await page('/b')]).toEqual(['3', '2']);
    expect(await purged('--tag', 'all-pages')).toBe(`2 answers dropped${elsewhere}\n`);
    expect(await purged('--all')).toBe(`0 answers dropped${elsewhere}\n`);
    expect(await page('/b')).toBe('4');
  },
  120_000,
);
