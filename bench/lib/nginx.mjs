import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { processorMs } from './processes.mjs';

/** One process of nginx that passes calls on to an upstream, over connections that are kept. */
export async function startNginx(program, folder, upstreamPort) {
  const port = await freePort();
  const prefix = join(folder, 'nginx');
  await mkdir(join(prefix, 'logs'), { recursive: true });
  const file = join(prefix, 'nginx.conf');
  await writeFile(file, configuration(prefix, port, upstreamPort));
  const child = spawn(program, ['-p', prefix, '-c', file, '-e', join(prefix, 'error.log')], { stdio: 'ignore' });
  await answers(port);
  return { child, port, cpuMs: async () => processorMs(child.pid) };
}

function configuration(prefix, port, upstreamPort) {
  const folders = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `  ${name}_temp_path ${prefix}/${name};`,
  );
  return `daemon off;
master_process off;
pid ${prefix}/pid;
error_log ${prefix}/error.log;
events { worker_connections 1024; }
http {
${folders.join('\n')}
  access_log off;
  keepalive_requests 1000000000;
  upstream callee { server 127.0.0.1:${upstreamPort}; keepalive 128; keepalive_requests 1000000000; }
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://callee;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
    }
  }
}
`;
}

async function answers(port) {
  for (let tries = 0; tries < 200; tries += 1) {
    const response = await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined);
    if (response?.ok) return;
    await pause(50);
  }
  throw new Error('nginx does not answer.');
}

async function freePort() {
  const server = createServer();
  const { port } = await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server.address())));
  await new Promise((resolve) => server.close(resolve));
  return port;
}
