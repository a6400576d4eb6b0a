// What a newcomer does: clones the checkout into an empty folder, types `npm start`, opens the Studio, presses
// Ctrl-C. Fails when the system does not come up, the page does not render, or anything is left running.
// The last line says `N passed, N failed`. Only what is committed takes part.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { visit } from './lib/browser.mjs';
import { collect, exitCode, startChild, stopChildren, stopOnSignals } from './lib/children.mjs';
import { freePort, isOpen } from './lib/ports.mjs';
import { prepare } from './lib/prepare.mjs';
import { family, processes } from './lib/processes.mjs';
import { root } from './lib/root.mjs';
import { main, StepFailed, say, step } from './lib/step.mjs';

/** Installing and building take about two minutes on two cores. */
const startsWithinMs = 8 * 60_000;
const stopsWithinMs = 30_000;
const lookEveryMs = 500;
/** The overview that is kept, and has to appear in the list. */
const keptName = 'Asbuilt as cloned';

await main(async () => {
  stopOnSignals();
  await prepare([]);
  const folder = await mkdtemp(join(tmpdir(), 'asbuilt-fresh-clone-'));
  try {
    await tryOut(folder);
    say('1 passed, 0 failed');
    return 0;
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error;
    say(error.message);
    say('0 passed, 1 failed');
    return 1;
  } finally {
    await stopChildren();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
});

/** @param {string} folder */
async function tryOut(folder) {
  await step('Cloning the checkout', () => git('clone', '--quiet', '--no-hardlinks', root, folder));
  const port = await choosePort(folder);
  const system = start(folder);
  await step('Waiting for npm start to bring the system up', () => untilUp(system, port));
  await step('Asking for its health through the gateway', () => askHealth(port));
  await step('Keeping an overview', () => keepOverview(port, folder));
  await step('Opening the Studio in Chromium', () => openStudio(port));
  await step('Pressing Ctrl-C', () => interrupt(system));
  await step('Looking for what was left running', () => findLeftovers(system, port));
}

/** @param {readonly string[]} args */
async function git(...args) {
  const { code, output } = await collect('git', args);
  if (code !== 0) throw new StepFailed(`git ${args[0]} ended with ${code}: ${output}`);
}

/**
 * The port that the profile states. When another program has it, the clone gets a local profile with a free one,
 * as its owner would write it.
 *
 * @param {string} folder
 * @returns {Promise<number>}
 */
async function choosePort(folder) {
  const profile = await readFile(join(folder, 'confer-agent.profile.yml'), 'utf8');
  const stated = Number(/^http_port:\s*(\d+)\s*$/m.exec(profile)?.[1]);
  if (!Number.isInteger(stated)) throw new StepFailed('confer-agent.profile.yml states no http_port.');
  if (!(await isOpen(stated))) return stated;
  const port = await freePort();
  await writeFile(join(folder, 'confer-agent.profile.local.yml'), `http_port: ${port}\n`);
  say(`  Port ${stated} is taken here, so the clone's local profile says ${port}.`);
  return port;
}

/**
 * A system that was started with `npm start`.
 *
 * @typedef {object} Started
 * @property {number} pid of npm, and of its process group
 * @property {Promise<number>} ended with its exit code
 * @property {() => string} output all that it printed so far
 * @property {() => Promise<readonly import('./lib/processes.mjs').ProcessEntry[]>} look at what it started: all that was ever seen
 */

/**
 * @param {string} folder
 * @returns {Started}
 */
function start(folder) {
  const child = startChild('npm', ['start'], {
    cwd: folder,
    env: cleanEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text) => {
      output += text;
      process.stdout.write(text.replace(/^(?=.)/gm, '  │ '));
    });
  }
  /** @type {Promise<number>} */
  const ended = new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(exitCode(code, signal)));
  });
  if (child.pid === undefined) throw new StepFailed('npm could not be started.');
  return { pid: child.pid, ended, output: () => output, look: lookingAt(child.pid) };
}

/** The environment of a terminal: without what an npm that may have started us has put there. */
function cleanEnvironment() {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^npm_|^INIT_CWD$|^ASBUILT_TALLY$/.test(name)),
  );
}

/**
 * Remembers every process that descends from one, also after its parent is gone.
 *
 * @param {number} pid
 */
function lookingAt(pid) {
  /** @type {Map<string, import('./lib/processes.mjs').ProcessEntry>} */
  const seen = new Map();
  return async () => {
    const all = await processes();
    const roots = [
      pid,
      ...[...seen.values()].filter((entry) => all.some((other) => isSame(entry, other))).map((entry) => entry.pid),
    ];
    for (const entry of roots.flatMap((ancestor) => family(all, ancestor)))
      seen.set(`${entry.pid} ${entry.started}`, entry);
    return [...seen.values()];
  };
}

/**
 * @param {import('./lib/processes.mjs').ProcessEntry} left
 * @param {import('./lib/processes.mjs').ProcessEntry} right
 */
function isSame(left, right) {
  return left.pid === right.pid && left.started === right.started;
}

/**
 * @param {Started} system
 * @param {number} port
 */
async function untilUp(system, port) {
  const address = new RegExp(`http://(127\\.0\\.0\\.1|localhost):${port}\\b`);
  const deadline = Date.now() + startsWithinMs;
  let code = /** @type {number | undefined} */ (undefined);
  void system.ended.then((ended) => {
    code = ended;
  });
  while (!(address.test(system.output()) && (await isOpen(port)))) {
    if (code !== undefined) throw new StepFailed(`npm start ended with ${code} before the system was up.`);
    if (Date.now() > deadline)
      throw new StepFailed(`npm start did not print the Studio's address within ${startsWithinMs / 60_000} minutes.`);
    await system.look();
    await sleep(lookEveryMs);
  }
  await system.look();
}

/** @param {number} port */
async function askHealth(port) {
  for (const path of ['/healthz', '/api/health']) {
    const response = await fetch(`http://127.0.0.1:${port}${path}`);
    const body = await response.text();
    if (response.status !== 200) throw new StepFailed(`${path} answered ${response.status}: ${body.slice(0, 500)}`);
  }
}

/**
 * Stores Asbuilt's own overview, all the way through the gateway into the database.
 *
 * @param {number} port
 * @param {string} folder
 */
async function keepOverview(port, folder) {
  const text = await readFile(join(folder, 'overview.md'), 'utf8');
  const response = await fetch(`http://127.0.0.1:${port}/api/overviews`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: keptName, text }),
  });
  if (response.status !== 201) throw new StepFailed(`It was not kept: ${response.status} ${await response.text()}`);
}

/** @param {number} port */
async function openStudio(port) {
  const { result, errors } = await visit(`http://127.0.0.1:${port}/`, async (page) => {
    await page.getByRole('heading', { level: 1, name: 'Overviews' }).waitFor();
    await page.getByRole('link', { name: keptName }).waitFor();
    return page.title();
  });
  if (errors.length > 0) throw new StepFailed(`The page complains: ${errors.join('; ')}`);
  say(`  The page "${result}" lists it.`);
}

/** @param {Started} system */
async function interrupt(system) {
  await system.look();
  // A terminal sends Ctrl-C to every process in the foreground, which is the group of npm.
  process.kill(-system.pid, 'SIGINT');
  const late = sleep(stopsWithinMs, undefined, { ref: false }).then(() => {
    throw new StepFailed(`npm start still runs ${stopsWithinMs / 1000} s after Ctrl-C.`);
  });
  const code = await Promise.race([system.ended, late]);
  say(`  npm start ended with ${code}.`);
}

/**
 * @param {Started} system
 * @param {number} port
 */
async function findLeftovers(system, port) {
  const seen = await system.look();
  const alive = await processes();
  const left = seen.filter((entry) => alive.some((other) => isSame(entry, other)));
  for (const { pid } of left) process.kill(pid, 'SIGKILL');
  if (left.length > 0) {
    throw new StepFailed(
      `Left running after Ctrl-C:\n${left.map(({ pid, command }) => `  ${pid} ${command}`).join('\n')}`,
    );
  }
  if (await isOpen(port)) throw new StepFailed(`Port ${port} still answers after Ctrl-C.`);
  say(`  All ${seen.length} processes that it started are gone, and port ${port} is closed.`);
}
