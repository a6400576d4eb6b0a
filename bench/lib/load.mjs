import { execFile } from 'node:child_process';
import { Agent, request } from 'node:http';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** How much is asked at a time. */
const connections = 64;
const headers = { Accept: 'application/json', 'User-Agent': 'bench', Cookie: 'a=1' };

/**
 * What makes calls: wrk where it is given, otherwise this process, which is slower than what it is to measure.
 * `load({ port, token }, ms)` answers how many calls were answered; rejects where one was answered with anything but 200.
 */
export function loadWith(wrk) {
  return wrk === undefined ? callFromHere : (to, ms) => callWith(wrk, to, ms);
}

async function callWith(wrk, { port, token }, ms) {
  const said = Object.entries(headersWith(token)).flatMap(([name, value]) => ['-H', `${name}: ${value}`]);
  const seconds = `${Math.max(1, Math.round(ms / 1000))}s`;
  const { stdout } = await run(wrk, [
    '-t1',
    `-c${connections}`,
    `-d${seconds}`,
    ...said,
    `http://127.0.0.1:${port}/orders/4711`,
  ]);
  const wrong = /Non-2xx.*|Socket errors.*/.exec(stdout)?.[0];
  if (wrong !== undefined) throw new Error(`Calls failed. ${wrong}`);
  return Number(/(\d+) requests in/.exec(stdout)?.[1]);
}

async function callFromHere({ port, token }, ms) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const until = performance.now() + ms;
  const each = Array.from({ length: connections }, () =>
    callUntil({ port, agent, headers: headersWith(token) }, until),
  );
  const counts = await Promise.all(each);
  agent.destroy();
  return counts.reduce((sum, count) => sum + count, 0);
}

function headersWith(token) {
  return token === undefined ? headers : { ...headers, Authorization: `Bearer ${token}` };
}

async function callUntil(to, until) {
  let calls = 0;
  for (; performance.now() < until; calls += 1) await call(to);
  return calls;
}

function call({ port, ...how }) {
  return new Promise((resolve, reject) => {
    const asking = request({ host: '127.0.0.1', port, path: '/orders/4711', ...how }, (response) => {
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
