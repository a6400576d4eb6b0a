import { exitCode, startChild } from './children.mjs';

/** The same Ctrl-C reaches us from the terminal and again from npm: what comes this soon after is no second one. */
const echoMs = 500;

/**
 * Runs a command on our own output until it ends, and passes on every signal once.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @returns {Promise<number>} its exit code
 */
export function foreground(command, args) {
  return new Promise((resolve, reject) => {
    const child = startChild(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
    let passedAt = Number.NEGATIVE_INFINITY;
    /** @param {NodeJS.Signals} signal */
    const pass = (signal) => {
      if (performance.now() - passedAt < echoMs) return;
      passedAt = performance.now();
      child.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal);
    };
    /** @type {readonly NodeJS.Signals[]} */
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, pass);
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(exitCode(code, signal)));
  });
}
