import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { bundled } from '../bundled.ts';

/** Resets a connection `when`, and has nothing left to do then. */
const script = (when: string): string => `
import { connect, createServer } from 'node:net';
import { reset } from './src/gateway/reset.ts';
let heard = 'end';
const server = createServer((peer) => {
  peer.on('error', (error) => { heard = error.code; });
  peer.on('close', () => { console.log(heard); server.close(); });
  peer.resume();
});
server.listen(0, '127.0.0.1', () => {
  const client = connect(server.address().port, '127.0.0.1');
  client.on('error', () => {});
  client.once('connect', () => { ${when} });
});`;

test.each([
  ['an open connection is told to the other end', 'setTimeout(reset, 20, client);', 'ECONNRESET'],
  // Two ticks after end() the shutdown is with libuv and not done yet.
  [
    'a connection that is just ending lets the process end',
    'client.end(); process.nextTick(() => process.nextTick(reset, client));',
    'end',
  ],
])('the reset of %s', async (_name, when, heard) => {
  const child = spawn(process.execPath, [await bundled(script(when))], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const hung = setTimeout(() => child.kill('SIGKILL'), 60_000);
  const [code, signal] = await once(child, 'close');
  clearTimeout(hung);
  expect({ code, signal, said }).toEqual({ code: 0, signal: null, said: `${heard}\n` });
});
