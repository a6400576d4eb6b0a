import { parentPort, workerData } from 'node:worker_threads';
import { cpuMsOf } from '../cpu-ms.ts';
import { type Input, inputOf } from './input.ts';
import { type Breach, breachOf } from './laws.ts';
import { minimise } from './minimise.ts';
import { calibrate, kbOf, slownessOf } from './pace.ts';
import { reader } from './reader.ts';

/** What a worker is started with. */
export interface Errand {
  readonly seed: number;
  /** The number of the first input. */
  readonly first: number;
  /** The only input, instead of those of the seed. */
  readonly only?: Input;
}

/** What a worker says. */
export type Word =
  | { readonly kind: 'calibrated'; readonly msPerKb: number }
  | { readonly kind: 'begins'; readonly index: number; readonly input: Input }
  | { readonly kind: 'held'; readonly index: number; readonly kb: number; readonly slowness: number }
  | { readonly kind: 'broken'; readonly index: number; readonly breach: Breach; readonly input: Input }
  | { readonly kind: 'minimising'; readonly index: number; readonly breach: Breach; readonly input: Input }
  | { readonly kind: 'done' };

/** Runs inputs, one after the other, until one breaks a law or the thread is ended from outside. */
function run({ seed, first, only }: Errand, say: (word: Word) => void): void {
  const msPerKb = calibrate();
  say({ kind: 'calibrated', msPerKb });
  for (let index = first; ; index += 1) {
    const input = only ?? inputOf(seed, index);
    say({ kind: 'begins', index, input });
    const breach = tryOne(input, index, { msPerKb, say });
    if (breach !== undefined) {
      say({ kind: 'minimising', index, breach, input });
      say({ kind: 'broken', index, breach, input: smallest(input, breach) });
      return;
    }
    if (only !== undefined) break;
  }
  say({ kind: 'done' });
}

interface Trial {
  readonly msPerKb: number;
  readonly say: (word: Word) => void;
}

function tryOne(input: Input, index: number, { msPerKb, say }: Trial): Breach | undefined {
  let breach: Breach | undefined;
  const spentMs = cpuMsOf(() => {
    breach = breachOf(input, reader);
  });
  if (breach !== undefined) return breach;
  const slowness = slownessOf(input, spentMs, msPerKb);
  if (slowness.isUnbearable) {
    const message = `it takes ${slowness.factor.toFixed(0)} times as long for each KB as a sound document does`;
    return { law: 'the time grows with the length', message };
  }
  say({ kind: 'held', index, kb: kbOf(input), slowness: slowness.factor });
  return undefined;
}

/** What is left when everything is taken away that the breach does not need; what is only slow stays as it is. */
function smallest(input: Input, { law }: Breach): Input {
  const isBroken = (smaller: Input): boolean => breachOf(smaller, reader)?.law === law;
  if (!isBroken(input)) return input;
  const profile = minimise(input.profile, (text) => isBroken({ ...input, profile: text }));
  const overview = minimise(input.overview, (text) => isBroken({ overview: text, profile }));
  return { overview, profile: minimise(profile, (text) => isBroken({ overview, profile: text })) };
}

if (parentPort !== null) {
  const port = parentPort;
  const errand: Errand = workerData;
  run(errand, (word) => port.postMessage(word));
}
