import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { provideHaproxy } from '../scripts/lib/haproxy.mjs';
import { inTemporaryFolder } from './lib/bundled.mjs';
import { processorMs } from './lib/processes.mjs';
import { median } from './lib/statistics.mjs';
import { bundledUnderTest } from './lib/under-test.mjs';

export const title =
  'TCP edges per second of processor time, as a ratio to a bare pipe and to HAProxy (aims to HAProxy: 0.90 in bulk, 0.60 in small messages)';

const rounds = 20;
const roundMs = 500;
const connections = 32;

/** What passes, and through what: the same bytes through each of them. */
const scenarios = [
  { name: 'bulk rows', unit: 'MB', proxies: ['postgres', 'tcp', 'pipe', 'haproxy'], run: bulk },
  { name: 'bulk uploads', unit: 'MB', proxies: ['postgres', 'tcp', 'pipe', 'haproxy'], run: upload },
  { name: 'small queries', unit: 'queries', proxies: ['postgres', 'tcp', 'pipe', 'haproxy'], run: queries },
  { name: 'small commands', unit: 'commands', proxies: ['redis', 'pipe', 'haproxy'], run: commands },
];

export async function measure(say) {
  const haproxy = await provideHaproxy();
  await inTemporaryFolder(async (folder) => {
    const script = await bundledUnderTest(folder, 'tcp-under-test');
    const upstream = createServer({ noDelay: true }, answer).listen(0, '127.0.0.1');
    await once(upstream, 'listening');
    const { port } = upstream.address();
    const kinds = [...new Set(scenarios.flatMap(({ proxies }) => proxies))];
    const proxies = new Map();
    try {
      for (const kind of kinds) {
        const proxy = await (kind === 'haproxy' ? startHaproxy(haproxy, folder, port) : start(script, kind, port));
        if (proxy !== undefined) proxies.set(kind, proxy);
      }
      for (const scenario of scenarios) report(scenario, await measureRounds(scenario, proxies), say);
    } finally {
      for (const { child } of proxies.values()) child.kill();
      upstream.close();
    }
  });
}

async function start(script, kind, upstreamPort) {
  const child = fork(script, [kind, String(upstreamPort)]);
  const [{ port }] = await once(child, 'message');
  const cpuMs = async () => {
    child.send('cpu');
    const [said] = await once(child, 'message');
    return said.cpuMs;
  };
  return { child, port, cpuMs };
}

/** One thread of HAProxy, as a layer 4 proxy. */
async function startHaproxy(program, folder, upstreamPort) {
  if (program === undefined) return undefined;
  const port = await freePort();
  const file = join(folder, 'haproxy.cfg');
  const timeouts = 'timeout connect 5s\n  timeout client 1h\n  timeout server 1h';
  await writeFile(
    file,
    `global\n  nbthread 1\n  maxconn 1000\ndefaults\n  mode tcp\n  ${timeouts}\nlisten bench\n  bind 127.0.0.1:${port}\n  server upstream 127.0.0.1:${upstreamPort}\n`,
  );
  const child = spawn(program, ['-db', '-f', file], { stdio: ['ignore', 'ignore', 'ignore'] });
  const proxy = { child, port, cpuMs: async () => processorMs(child.pid) };
  for (let tries = 0; tries < 100; tries += 1) {
    const socket = connect(port, '127.0.0.1');
    const stands = await new Promise((resolve) =>
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false)),
    );
    socket.destroy();
    if (stands) return proxy;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('HAProxy does not listen.');
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/** Work per CPU-second by kind, one value a round. The kinds take turns in every round, each time in another order. */
async function measureRounds({ proxies: kinds, run }, proxies) {
  const present = kinds.filter((kind) => proxies.has(kind));
  const rates = Object.fromEntries(present.map((kind) => [kind, { perCpuSecond: [], perSecond: [] }]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const kind of shuffled(present)) {
      const proxy = proxies.get(kind);
      const before = await proxy.cpuMs();
      const startedAt = performance.now();
      const work = await run(proxy.port, performance.now() + roundMs);
      const elapsedMs = performance.now() - startedAt;
      const cpuMs = (await proxy.cpuMs()) - before;
      // The first round warms up.
      if (round === 0) continue;
      rates[kind].perCpuSecond.push((work * 1000) / cpuMs);
      rates[kind].perSecond.push((work * 1000) / elapsedMs);
    }
  }
  return rates;
}

function report({ name, unit, proxies: [first, ...others] }, rates, say) {
  say(`${name}:`);
  for (const [kind, { perCpuSecond, perSecond }] of Object.entries(rates)) {
    const [cpu, wall] = [perCpuSecond, perSecond].map((each) => median(each).toFixed(0).padStart(6));
    say(`  ${kind.padEnd(9)} ${cpu} ${unit} per CPU-second, ${wall} a second`);
  }
  const pairs = [...others.map((kind) => [first, kind]), ['tcp', 'pipe'], ['tcp', 'haproxy']];
  for (const [one, other] of pairs.filter((pair) => pair.every((kind) => kind in rates))) {
    const cpu = ratioText(rates[one].perCpuSecond, rates[other].perCpuSecond);
    const wall = ratioText(rates[one].perSecond, rates[other].perSecond);
    say(`  ${one.padEnd(8)} / ${other.padEnd(8)} ${cpu} per CPU-second, ${wall} by the clock`);
  }
}

/** The median of the ratios of all rounds, and their middle half. */
function ratioText(each, others) {
  const ratios = each.map((rate, round) => rate / others[round]).toSorted((a, b) => a - b);
  const quartile = (share) => ratios[Math.floor(share * (ratios.length - 1))].toFixed(2);
  return `${median(ratios).toFixed(2)} (${quartile(0.25)}–${quartile(0.75)})`;
}

/** A message of PostgreSQL's protocol. */
function message(type, body) {
  const bytes = Buffer.concat([Buffer.from(type), Buffer.alloc(4), body]);
  bytes.writeInt32BE(bytes.length - 1, 1);
  return bytes;
}

const startup = Buffer.from('\0\0\0\x11\0\x03\0\0user\0me\0\0', 'latin1');
startup.writeInt32BE(startup.length);
const ready = message('Z', Buffer.from('I'));
const welcome = Buffer.concat([message('R', Buffer.alloc(4)), message('K', Buffer.alloc(8)), ready]);
const row = message('D', Buffer.concat([Buffer.from([0, 1, 0, 0, 0, 95]), Buffer.alloc(95, 'x')]));
const described = message('T', Buffer.from([0, 0]));
const done = Buffer.concat([message('C', Buffer.from('SELECT 1\0')), ready]);
const oneRow = Buffer.concat([described, row, done]);
/** As large as what a socket is read into at once, so that rows are cut where they come to be cut. */
const block = Buffer.concat(Array.from({ length: 6000 }, () => row));
const blocks = 40;
const smallQuery = message('Q', Buffer.from("select * from parcels where id = '4711'\0"));
const bulkQuery = message('Q', Buffer.from('select everything\0'));
const copyQuery = message('Q', Buffer.from('copy parcels from stdin\0'));
const copyIn = message('G', Buffer.from([0, 0, 0]));
const copied = message('d', Buffer.alloc(101, 'x'));
const copyBlock = Buffer.concat(Array.from({ length: 6000 }, () => copied));
const copyDone = message('c', Buffer.alloc(0));
const uploadBytes = blocks * copyBlock.length + copyDone.length;
const command = Buffer.from('*2\r\n$3\r\nGET\r\n$11\r\nparcel:4711\r\n');
const reply = Buffer.from(`$64\r\n${'x'.repeat(64)}\r\n`);

/** Answers what the scenarios send, which comes in one chunk each. */
function answer(socket) {
  let uploadLeft = 0;
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => {
    if (uploadLeft > 0) {
      uploadLeft -= chunk.length;
      if (uploadLeft === 0) socket.write(done);
    } else if (chunk.length === copyQuery.length) {
      uploadLeft = uploadBytes;
      socket.write(copyIn);
    } else if (chunk[0] === 0x2a) socket.write(reply);
    else if (chunk[0] === 0) socket.write(welcome);
    else if (chunk.length === smallQuery.length) socket.write(oneRow);
    else {
      socket.write(described);
      for (let index = 0; index < blocks; index += 1) socket.write(block);
      socket.write(done);
    }
  });
}

/** Asks again whenever all of an answer has come, until the time is up; answers how often. */
function converse({ port, until }, hello, question, answerBytes) {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    let count = hello === undefined ? 0 : -1;
    let left = hello === undefined ? answerBytes : welcome.length;
    socket.once('connect', () => socket.write(hello ?? question));
    socket.once('error', reject);
    socket.on('data', (chunk) => {
      left -= chunk.length;
      if (left > 0) return;
      count += 1;
      if (performance.now() >= until && count > 0) {
        socket.destroy();
        resolve(count);
      } else {
        left = answerBytes;
        socket.write(question);
      }
    });
  });
}

async function queries(port, until) {
  const each = Array.from({ length: connections }, () => converse({ port, until }, startup, smallQuery, oneRow.length));
  return (await Promise.all(each)).reduce((sum, count) => sum + count, 0);
}

async function commands(port, until) {
  const each = Array.from({ length: connections }, () => converse({ port, until }, undefined, command, reply.length));
  return (await Promise.all(each)).reduce((sum, count) => sum + count, 0);
}

async function bulk(port, until) {
  const bytes = described.length + blocks * block.length + done.length;
  return ((await converse({ port, until }, startup, bulkQuery, bytes)) * bytes) / 1_000_000;
}

/** Copies into the server until the time is up; answers how many megabytes that were. */
async function upload(port, until) {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  const comes = async (bytes) => {
    for (let left = bytes; left > 0; ) left -= (await once(socket, 'data'))[0].length;
  };
  await once(socket, 'connect');
  socket.write(startup);
  await comes(welcome.length);
  let count = 0;
  do {
    socket.write(copyQuery);
    await comes(copyIn.length);
    for (let index = 0; index < blocks; index += 1) if (!socket.write(copyBlock)) await once(socket, 'drain');
    socket.write(copyDone);
    await comes(done.length);
    count += 1;
  } while (performance.now() < until);
  socket.destroy();
  return (count * uploadBytes) / 1_000_000;
}

function shuffled(values) {
  return values
    .map((value) => ({ value, order: Math.random() }))
    .toSorted((a, b) => a.order - b.order)
    .map(({ value }) => value);
}
