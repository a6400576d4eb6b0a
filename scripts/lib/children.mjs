import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from './root.mjs';

/** How long a child may take to end after it was asked to, before it is killed. */
const graceMs = 5_000;

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();
let stopping = false;

/** Whether the children are being ended, so that one that ends now has not failed. */
export function isStopping() {
  return stopping;
}

/**
 * Starts a child in a process group of its own, so that it and whatever it starts can be ended together, and so
 * that Ctrl-C in a terminal reaches this process alone, which then decides.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 */
export function startChild(command, args, options = {}) {
  const child = spawn(command, args, { cwd: root, detached: process.platform !== 'win32', ...options });
  running.add(child);
  child.once('close', () => running.delete(child));
  child.once('error', () => running.delete(child));
  return child;
}

/**
 * Runs a command to its end and collects what it prints, both streams in the order of arrival.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<{ readonly code: number, readonly output: string }>} `code` is 127 when it could not be started
 */
export function collect(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = startChild(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text) => {
        output += text;
      });
    }
    child.once('error', (error) =>
      resolve({ code: 127, output: `${command} could not be started: ${error.message}\n` }),
    );
    child.once('close', (code, signal) => resolve({ code: exitCode(code, signal), output }));
  });
}

/**
 * The exit code as a shell would say it.
 *
 * @param {number | null} code
 * @param {NodeJS.Signals | null} signal
 */
export function exitCode(code, signal) {
  if (code !== null) return code;
  return signal === 'SIGINT' ? 130 : signal === 'SIGTERM' ? 143 : 137;
}

/** Ends every child that still runs, with all that it started: asked first, killed when it does not listen. */
export async function stopChildren() {
  stopping = true;
  for (const child of running) signalGroup(child, 'SIGTERM');
  const deadline = Date.now() + graceMs;
  while (running.size > 0 && Date.now() < deadline) await sleep(50);
  for (const child of running) signalGroup(child, 'SIGKILL');
}

/**
 * From now on an interruption ends the children and then this process, with the shell's exit code for it.
 *
 * @returns {() => void} takes it back
 */
export function stopOnSignals() {
  let heard = false;
  /** @param {NodeJS.Signals} signal */
  const stop = (signal) => {
    // One Ctrl-C arrives twice: from the terminal, and passed on by npm.
    if (heard) return;
    heard = true;
    process.stderr.write('\nStopping …\n');
    void stopChildren().then(() => process.exit(exitCode(null, signal)));
  };
  /** @type {readonly NodeJS.Signals[]} */
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, stop);
  return () => {
    for (const signal of signals) process.off(signal, stop);
  };
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
function signalGroup(child, signal) {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch (error) {
    // The group ended between our look and our signal.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
