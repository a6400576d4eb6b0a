import { fork } from 'node:child_process';
import { once } from 'node:events';
import { Agent, createServer, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { inTemporaryFolder } from './lib/bundled.mjs';
import { bundledUnderTest } from './lib/under-test.mjs';

export const title = 'Answers in time at three times the capacity, as a share of the peak (aim: 0.90 with shedding on)';

/** A service that works on four requests at a time, 40 ms each: a hundred a second, on any machine. */
const workers = 4;
const workMs = 40;
const capacityPerSecond = (workers * 1000) / workMs;
/** What the document would state: those that are worked on, and some that wait, so that a late one leaves no worker idle. */
const places = 4 * workers;
/** The edge gives a call up after a second; what comes later helps nobody. */
const inTimeMs = 1_000;
const runMs = 8_000;
/** A queue takes a while to fill: what counts is what comes after. */
const settledAfterMs = 2_000;

export async function measure(say) {
  await inTemporaryFolder(async (folder) => {
    const script = await bundledUnderTest(folder, 'proxy-under-test');
    const shed = await measureOne(script, 'shedding');
    const unshed = await measureOne(script, 'not-shedding');
    const share = (rate) => `${(rate / shed.peak).toFixed(2)} of the peak`;
    say(`capacity              ${capacityPerSecond}/s; ${places} places`);
    say(`peak                  ${shed.peak.toFixed(1)}/s in time, at as many calls as are asked for`);
    say(`3 × with shedding     ${shed.over.toFixed(1)}/s in time, ${share(shed.over)} (aim: 0.90)`);
    say(`3 × without           ${unshed.over.toFixed(1)}/s in time, ${share(unshed.over)}`);
  });
}

/** Each on a service of its own: what one left behind in its queue must not slow the other one down. */
async function measureOne(script, kind) {
  const service = createServer(workInTurn()).listen(0, '127.0.0.1');
  await once(service, 'listening');
  const child = fork(script, [kind, String(service.address().port), String(places)]);
  try {
    const [{ port }] = await once(child, 'message');
    const peak = await inTime(port, capacityPerSecond);
    const over = await inTime(port, 3 * capacityPerSecond);
    return { peak, over };
  } finally {
    child.kill();
    service.closeAllConnections();
    service.close();
  }
}

/** Requests wait in line, also those whose callers have gone: a service that is behind does not notice. */
function workInTurn() {
  const line = [];
  let free = workers;
  const next = () => {
    if (free === 0 || line.length === 0) return;
    free -= 1;
    const response = line.shift();
    setTimeout(() => {
      response.end('done');
      free += 1;
      next();
    }, workMs);
  };
  return (_request, response) => {
    line.push(response);
    next();
  };
}

/** Asks so often a second, whatever comes back, and tells how many answers a second came in time once it has settled. */
async function inTime(port, perSecond) {
  const agent = new Agent({ keepAlive: true });
  const begun = performance.now();
  let good = 0;
  const calls = [];
  for (let sent = 0; performance.now() - begun < runMs; ) {
    const due = Math.floor(((performance.now() - begun) * perSecond) / 1000);
    for (; sent < due; sent += 1) {
      const isCounted = performance.now() - begun > settledAfterMs;
      calls.push(
        ask(port, agent).then((isGood) => {
          if (isGood && isCounted) good += 1;
        }),
      );
    }
    await pause(2);
  }
  await Promise.all(calls);
  agent.destroy();
  return (good * 1000) / (runMs - settledAfterMs);
}

function ask(port, agent) {
  const begun = performance.now();
  return new Promise((settle) => {
    const sent = request({ port, host: '127.0.0.1', agent }, (response) => {
      response.resume();
      response.once('end', () => settle(response.statusCode === 200 && performance.now() - begun <= inTimeMs));
      response.once('error', () => settle(false));
    });
    sent.once('error', () => settle(false));
    sent.end();
  });
}
