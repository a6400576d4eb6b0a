import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { provideHaproxy } from '../scripts/lib/haproxy.mjs';
import { provideNginx } from '../scripts/lib/nginx.mjs';
import { asModule, inTemporaryFolder } from './lib/bundled.mjs';

export const title = 'what HTTP proxies do in the drills of docs/conformance.md, as its table';

export async function measure(say) {
  const [nginx, haproxy] = [await provideNginx(), await provideHaproxy()];
  await inTemporaryFolder(async (temporary) => {
    const { drills, openAsbuilt, openFastifyProxy, openHttpProxy3 } = await bundled(temporary);
    const proxies = [
      ['Asbuilt', openAsbuilt],
      ['nginx', nginx && opener(nginx, nginxSetup)],
      ['HAProxy', haproxy && opener(haproxy, haproxySetup)],
      ['@fastify/http-proxy', openFastifyProxy],
      ['http-proxy-3', openHttpProxy3],
    ].filter(([, open]) => open !== undefined);
    const rows = [];
    for (const { title: what, run } of drills) {
      const row = [what];
      for (const [, open] of proxies) row.push(told(await run(open)));
      rows.push(row);
      say(row.join(' · '));
    }
    say('');
    const header = ['Drill', ...proxies.map(([name]) => name)];
    const holding = proxies.map((_, index) => rows.filter((row) => row[index + 1].startsWith('✓')).length);
    const sum = ['**Held**', ...holding.map((count) => `**${count} of ${rows.length}**`)];
    for (const row of [header, header.map(() => '---'), ...rows, sum]) say(`| ${row.join(' | ')} |`);
  });
}

function told({ holds, what }) {
  return `${holds ? '✓' : '✗'} ${what}`;
}

/** The drills, and the proxies that are written for Node.js: packages stay where they are. */
async function bundled(temporary) {
  const outfile = join(temporary, 'drills.mjs');
  const suite = import.meta.resolve('../packages/runtime/test/gateway/conformance/suite.ts');
  await build({
    entryPoints: [fileURLToPath(suite)],
    outfile,
    ...asModule,
    banner: {
      js: `import { createRequire as requirer } from 'node:module'; const require = requirer(${JSON.stringify(import.meta.url)});`,
    },
  });
  return import(pathToFileURL(outfile).href);
}

/** Opens a proxy that is a program of its own, in a folder of its own. */
function opener(program, setup) {
  return async (upstreamPort) => {
    const place = await mkdtemp(join(tmpdir(), 'asbuilt-conformance-'));
    const port = await freePort();
    const child = spawn(program, await setup(place, port, upstreamPort), { stdio: 'ignore' });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    await listens(port);
    const close = async () => {
      child.kill();
      await ended;
      await rm(place, { recursive: true, force: true });
    };
    return { port, close };
  };
}

async function nginxSetup(place, port, upstreamPort) {
  await mkdir(join(place, 'logs'));
  const kinds = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  const folders = kinds.map((name) => `${name}_temp_path ${place}/${name};`).join('\n  ');
  const file = join(place, 'nginx.conf');
  await writeFile(
    file,
    `daemon off;
master_process off;
pid ${place}/pid;
error_log /dev/null;
events { worker_connections 4096; }
http {
  ${folders}
  access_log off;
  map $http_upgrade $connection_upgrade { default upgrade; '' ''; }
  upstream callee { server 127.0.0.1:${upstreamPort}; keepalive 128; }
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://callee;
      proxy_http_version 1.1;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection $connection_upgrade;
    }
  }
}
`,
  );
  return ['-p', place, '-c', file, '-e', '/dev/null'];
}

async function haproxySetup(place, port, upstreamPort) {
  const file = join(place, 'haproxy.cfg');
  await writeFile(
    file,
    `global
  nbthread 1
  maxconn 4000
defaults
  mode http
  timeout connect 5s
  timeout client 1m
  timeout server 1m
frontend entry
  bind 127.0.0.1:${port}
  default_backend callees
backend callees
  server callee 127.0.0.1:${upstreamPort}
`,
  );
  return ['-db', '-f', file];
}

async function listens(port) {
  for (let tries = 0; tries < 200; tries += 1) {
    const socket = connect(port, '127.0.0.1');
    const stands = await new Promise((resolve) =>
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false)),
    );
    socket.destroy();
    if (stands) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('A proxy does not listen.');
}

async function freePort() {
  const server = createServer();
  const { port } = await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server.address())));
  await new Promise((resolve) => server.close(resolve));
  return port;
}
