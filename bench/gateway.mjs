import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { provideNginx } from '../scripts/lib/nginx.mjs';
import { provideWrk } from '../scripts/lib/wrk.mjs';
import { inTemporaryFolder } from './lib/bundled.mjs';
import { loadWith } from './lib/load.mjs';
import { startNginx } from './lib/nginx.mjs';
import { memoryMiB } from './lib/processes.mjs';
import { inRounds, keepRounds, ratioText } from './lib/rounds.mjs';
import { median } from './lib/statistics.mjs';
import { bundledUnderTest } from './lib/under-test.mjs';

export const title =
  'calls per second of processor time through an HTTP edge with all policies, as a ratio to less (aims: 0.90 of none, 0.90 of a bare undici, 1.6 of @fastify/http-proxy, 0.25 of nginx; told of: 0.75 of not)';

const kinds = ['chain', 'no-policies', 'dispatch', 'fastify', 'nginx', 'logged', 'traced', 'told'];
const rounds = 20;
const roundMs = 2000;

/** What is held against what. */
const pairs = [
  ['chain', 'no-policies'],
  ['chain', 'dispatch'],
  ['chain', 'fastify'],
  ['chain', 'nginx'],
  ['no-policies', 'dispatch'],
  ['logged', 'chain'],
  ['traced', 'chain'],
  ['told', 'chain'],
];

export async function measure(say) {
  const [nginx, wrk] = [await provideNginx(), await provideWrk()];
  const load = loadWith(wrk);
  await inTemporaryFolder(async (folder) => {
    const script = await bundledUnderTest(folder, 'proxy-under-test');
    const upstream = createServer({ noDelay: true }, answer).listen(0, '127.0.0.1');
    await once(upstream, 'listening');
    const { port } = upstream.address();
    const proxies = [];
    try {
      for (const kind of kinds) {
        const isNginx = kind === 'nginx';
        if (isNginx && nginx === undefined) continue;
        proxies.push({ kind, ...(await (isNginx ? startNginx(nginx, folder, port) : start(script, kind, port))) });
      }
      // All kinds are asked the same. Those that look at no token get one all the same, and pass it on.
      const anyToken = proxies.find(({ token }) => token !== undefined)?.token;
      for (const proxy of proxies) proxy.token ??= anyToken;
      const rates = await inRounds(proxies, rounds, (proxy) => measureOnce(proxy, load));
      report(rates, proxies, say);
      await tellOfFaults(proxies, median(rates.chain ?? [0]), say);
      say(`Every round: ${await keepRounds('gateway', rates)}`);
    } finally {
      for (const { child } of proxies) child.kill();
      upstream.close();
    }
  });
}

const body = JSON.stringify({ text: 'x'.repeat(1000) });
const answered = Buffer.from(
  `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nDate: Mon, 23 Nov 2026 12:00:00 GMT\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
);

/** A callee that does as little as it can: each call comes in one piece. */
function answer(socket) {
  socket.on('error', () => socket.destroy());
  socket.on('data', () => socket.write(answered));
}

async function start(script, kind, upstreamPort) {
  const child = fork(script, [kind, String(upstreamPort)]);
  const [{ port, token }] = await once(child, 'message');
  const ask = async (question) => {
    child.send(question);
    const [said] = await once(child, 'message');
    return said;
  };
  return { child, port, token, cpuMs: async () => (await ask('cpu')).cpuMs, ask };
}

/** Calls per second of processor time. */
async function measureOnce({ cpuMs, ...to }, load) {
  const before = await cpuMs();
  const calls = await load(to, roundMs);
  return (calls * 1000) / ((await cpuMs()) - before);
}

function report(rates, proxies, say) {
  for (const { kind, child } of proxies) {
    const rate = median(rates[kind]).toFixed(0).padStart(6);
    say(`${kind.padEnd(12)} ${rate} calls per CPU-second, ${memoryMiB(child.pid).most.toFixed(0).padStart(4)} MiB`);
  }
  for (const [one, other] of pairs) {
    if (!(one in rates && other in rates)) continue;
    say(`${`${one} / ${other}`.padEnd(22)} ${ratioText(rates[one], rates[other])}, ${rounds} rounds`);
  }
}

/** What looking for faults takes where there are none is far below what rounds can tell apart; so it is taken by itself. */
async function tellOfFaults(proxies, callsPerSecond, say) {
  const chain = proxies.find(({ kind }) => kind === 'chain');
  if (chain === undefined) return;
  const { idleNs, othersNs } = await chain.ask('faults');
  const share = (ns) => `${idleNs === 0 ? 0 : ((ns * callsPerSecond) / 10_000_000).toFixed(2)} %`;
  say(`idle faults            ${idleNs.toFixed(0)} ns a call, ${share(idleNs)} of it (aim: 1 %)`);
  say(`faults of other edges  ${othersNs.toFixed(0)} ns a call, ${share(othersNs)} of it`);
}
