import { fork } from 'node:child_process';
import { once } from 'node:events';
import { Agent, createServer, request } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { inTemporaryFolder } from './lib/bundled.mjs';
import { median } from './lib/statistics.mjs';

export const title =
  'calls per second of processor time through an HTTP edge with all policies, as a ratio to less (aim: 0.90 of the same without policies)';

const kinds = ['edge', 'no-policies', 'no-log', 'dispatch'];
const rounds = 20;
const roundMs = 1000;
const connections = 32;

export async function measure(say) {
  await inTemporaryFolder(async (folder) => {
    const script = await bundled(folder);
    const upstream = createServer((_request, response) => response.end(body)).listen(0, '127.0.0.1');
    await once(upstream, 'listening');
    const proxies = await Promise.all(kinds.map((kind) => start(script, kind, upstream.address().port)));
    try {
      report(await measureRounds(proxies), say);
    } finally {
      for (const { child, agent } of proxies) {
        agent.destroy();
        child.kill();
      }
      upstream.close();
      upstream.closeAllConnections();
    }
  });
}

const body = JSON.stringify({ text: 'x'.repeat(1000) });

async function bundled(folder) {
  const outfile = join(folder, 'proxy-under-test.mjs');
  await build({
    entryPoints: [fileURLToPath(import.meta.resolve('../packages/runtime/test/gateway/proxy-under-test.ts'))],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    conditions: ['@asbuilt/source'],
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  });
  return outfile;
}

async function start(script, kind, upstreamPort) {
  const child = fork(script, [kind, String(upstreamPort)]);
  const [{ port }] = await once(child, 'message');
  return { kind, child, port, agent: new Agent({ keepAlive: true, maxSockets: connections }) };
}

/** Calls per CPU-second by kind, one value a round. The kinds take turns in every round, each time in another order. */
async function measureRounds(proxies) {
  const rates = Object.fromEntries(kinds.map((kind) => [kind, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const proxy of shuffled(proxies)) {
      const rate = await measureOnce(proxy);
      // The first round warms up.
      if (round > 0) rates[proxy.kind].push(rate);
    }
  }
  return rates;
}

async function measureOnce({ child, port, agent }) {
  const before = await cpuMs(child);
  const until = performance.now() + roundMs;
  const counts = await Promise.all(Array.from({ length: connections }, () => callUntil({ port, agent }, until)));
  const calls = counts.reduce((sum, count) => sum + count, 0);
  return (calls * 1000) / ((await cpuMs(child)) - before);
}

async function callUntil(to, until) {
  let calls = 0;
  for (; performance.now() < until; calls += 1) await call(to);
  return calls;
}

function call({ port, agent }) {
  return new Promise((resolve, reject) => {
    const headers = { Accept: 'application/json', 'User-Agent': 'bench', Cookie: 'a=1' };
    const asking = request({ host: '127.0.0.1', port, agent, headers }, (response) => {
      response.resume();
      response.once('end', () => {
        if (response.statusCode === 200) resolve();
        else reject(new Error(`A call was answered with ${response.statusCode}.`));
      });
    });
    asking.once('error', reject);
    asking.end();
  });
}

async function cpuMs(child) {
  child.send('cpu');
  const [answer] = await once(child, 'message');
  return answer.cpuMs;
}

function report(rates, say) {
  for (const kind of kinds)
    say(`${kind.padEnd(12)} ${median(rates[kind]).toFixed(0).padStart(6)} calls per CPU-second`);
  for (const kind of kinds.slice(1)) {
    const ratios = rates.edge.map((rate, round) => rate / rates[kind][round]).toSorted((a, b) => a - b);
    const quartile = (share) => ratios[Math.floor(share * (ratios.length - 1))].toFixed(2);
    say(
      `edge / ${kind.padEnd(12)} ${median(ratios).toFixed(2)}  (middle half ${quartile(0.25)}–${quartile(0.75)}, ${rounds} rounds)`,
    );
  }
}

function shuffled(values) {
  return values
    .map((value) => ({ value, order: Math.random() }))
    .toSorted((a, b) => a.order - b.order)
    .map(({ value }) => value);
}
