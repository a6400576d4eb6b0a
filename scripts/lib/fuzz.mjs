import { Worker } from 'node:worker_threads';

/** An input that takes longer is taken for one that never ends. */
const longestMs = 60_000;
/** What an input may take for getting smaller. */
const longestMinimisingMs = 120_000;
const mostMemoryMiB = 1_500;
/** How often progress is shown: to a terminal in place, to anything else as a line. */
const showEveryMs = { terminal: 200, other: 30_000 };

/**
 * @typedef {{ readonly overview: string, readonly profile: string }} Input
 * @typedef {{ readonly law: string, readonly message: string }} Breach
 * @typedef {{ readonly index: number, readonly breach: Breach, readonly input: Input }} Broken
 * @typedef {{ readonly script: string, readonly seed: number, readonly only: Input | undefined, readonly forMs: number }} Errand
 * @typedef {{ readonly isTTY?: boolean, write(text: string): unknown }} Out
 */

/**
 * Lets a worker try inputs until the time is over, one is broken, or the user interrupts. What makes the worker run out of
 * memory or never end is broken too.
 *
 * @param {Errand} errand
 * @param {Out} out
 * @returns {Promise<{ readonly held: number, readonly broken: Broken | undefined }>}
 */
export async function fuzz({ script, seed, only, forMs }, out) {
  const tally = newTally(forMs);
  const worker = new Worker(script, {
    workerData: { seed, first: 0, only },
    resourceLimits: { maxOldGenerationSizeMb: mostMemoryMiB },
  });
  const showing = showProgress(tally, out);
  try {
    const broken = await untilEnd(worker, tally);
    showing.stop();
    out.write(`${summary(tally)}\n`);
    return { held: tally.held, broken };
  } finally {
    showing.stop();
    await worker.terminate();
  }
}

/** @param {number} forMs */
function newTally(forMs) {
  return { startedAt: performance.now(), forMs, held: 0, kb: 0, msPerKb: 0, slowest: 0 };
}

/** @typedef {ReturnType<typeof newTally>} Tally */

/**
 * @param {Worker} worker
 * @param {Tally} tally
 * @returns {Promise<Broken | undefined>}
 */
function untilEnd(worker, tally) {
  return new Promise((resolve, reject) => {
    /** @type {{ index: number, input: Input | undefined, breach: Breach | undefined }} */
    let current = { index: 0, input: undefined, breach: undefined };
    let patience = setTimeout(() => {}, 0);
    const over = setTimeout(() => end(undefined), tally.forMs);
    const interrupt = () => end(undefined);
    process.once('SIGINT', interrupt);
    process.once('SIGTERM', interrupt);

    /** @param {Broken | undefined} broken */
    const end = (broken) => {
      clearTimeout(patience);
      clearTimeout(over);
      process.off('SIGINT', interrupt);
      process.off('SIGTERM', interrupt);
      resolve(broken);
    };
    /** @param {string} message */
    const giveUp = (message) => {
      const { index, input, breach = { law: 'reading ends, within bounds', message } } = current;
      end({ index, breach, input: input ?? { overview: '', profile: '' } });
    };
    /** @param {number} ms */
    const wait = (ms) => {
      clearTimeout(patience);
      patience = setTimeout(() => giveUp(`it is not done after ${ms / 1000} s`), ms);
    };

    worker.on('message', (word) => {
      switch (word.kind) {
        case 'calibrated':
          tally.msPerKb = word.msPerKb;
          return;
        case 'begins':
          current = { index: word.index, input: word.input, breach: undefined };
          wait(longestMs);
          return;
        case 'held':
          tally.held += 1;
          tally.kb += word.kb;
          tally.slowest = Math.max(tally.slowest, word.slowness);
          return;
        case 'minimising':
          current = { index: word.index, input: word.input, breach: word.breach };
          wait(longestMinimisingMs);
          // What is broken is told, however late it is.
          clearTimeout(over);
          return;
        case 'broken':
          end(word);
          return;
        default:
          end(undefined);
      }
    });
    worker.on('error', (error) => {
      if ('code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY') giveUp(`it takes over ${mostMemoryMiB} MiB`);
      else reject(error);
    });
  });
}

/**
 * @param {Tally} tally
 * @param {Out} out
 */
function showProgress(tally, out) {
  const isTerminal = out.isTTY === true;
  const timer = setInterval(
    () => out.write(isTerminal ? `\r\u001B[K${summary(tally)}` : `${summary(tally)}\n`),
    isTerminal ? showEveryMs.terminal : showEveryMs.other,
  );
  return {
    stop: () => {
      clearInterval(timer);
      if (isTerminal) out.write('\r\u001B[K');
    },
  };
}

/** @param {Tally} tally */
function summary({ startedAt, held, kb, msPerKb, slowest }) {
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
  return `${held} inputs (${kb.toFixed(0)} KB) held in ${seconds} s; a sound document takes ${msPerKb.toFixed(1)} ms/KB, the slowest input ${slowest.toFixed(1)} times that`;
}
