import type { FaultEffect, InstanceEffect } from '@asbuilt/runtime';
import { type Invocation, UsageError } from './command.ts';
import { textOption } from './options.ts';

/** What the kinds of faults do, by the names under which people ask for them. */
const kinds: Readonly<Record<string, (invocation: Invocation) => FaultEffect | InstanceEffect>> = {
  down: () => ({ kind: 'refuse' }),
  'black-hole': () => ({ kind: 'black-hole' }),
  reset: (invocation) => ({ kind: 'reset', afterBytes: numberOption(invocation, 'bytes', 0) }),
  truncate: (invocation) => ({ kind: 'truncate', afterBytes: numberOption(invocation, 'bytes', 0) }),
  latency: (invocation) => ({ kind: 'latency', ms: numberOption(invocation, 'ms', 500), ...jitterOf(invocation) }),
  bandwidth: (invocation) => ({ kind: 'bandwidth', bytesPerSecond: numberOption(invocation, 'rate', 1024) }),
  pieces: (invocation) => ({
    kind: 'pieces',
    bytes: numberOption(invocation, 'bytes', 64),
    pauseMs: numberOption(invocation, 'ms', 500),
  }),
  errors: (invocation) => ({
    kind: 'status',
    code: numberOption(invocation, 'code', 500),
    share: shareOf(textOption(invocation, 'share') ?? '0.5'),
    ...seedOf(invocation),
  }),
  'clock-skew': (invocation) => ({ kind: 'clock-skew', ms: numberOption(invocation, 'ms', 3_600_000) }),
  stop: () => ({ kind: 'stop' }),
  kill: () => ({ kind: 'kill' }),
};

/** The options that say more of what a kind does; `--for` and `--instance` say how long, and to whom. */
const optionsOf: Readonly<Record<string, readonly string[]>> = {
  reset: ['bytes'],
  truncate: ['bytes'],
  latency: ['ms', 'jitter'],
  bandwidth: ['rate'],
  pieces: ['bytes', 'ms'],
  errors: ['share', 'code', 'seed'],
  'clock-skew': ['ms'],
};

/** Throws a `UsageError` for an option that says nothing of this kind: what was meant by it would not happen. */
function requireFitting(kind: string, invocation: Invocation): void {
  const own = Object.hasOwn(optionsOf, kind) ? (optionsOf[kind] ?? []) : [];
  const [foreign] = Object.values(optionsOf)
    .flat()
    .filter((name) => !own.includes(name) && textOption(invocation, name) !== undefined);
  if (foreign === undefined) return;
  const takes = own.length === 0 ? 'none' : own.map((name) => `--${name}`).join(', ');
  throw new UsageError(`--${foreign} says nothing of ${kind}, of whose own options there are: ${takes}.`);
}

/** The effect that a kind and its options ask for. Throws a `UsageError` that names the kinds there are. */
export function effectOf(kind: string | undefined, invocation: Invocation): FaultEffect | InstanceEffect {
  const make = kind !== undefined && Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
  if (make !== undefined && kind !== undefined) {
    requireFitting(kind, invocation);
    return make(invocation);
  }
  const problem = kind === undefined ? 'say what is to go wrong' : `there is no fault ${kind}`;
  throw new UsageError(`${problem}: use ${Object.keys(kinds).join(', ')}.`);
}

function jitterOf(invocation: Invocation): { readonly jitterMs?: number } {
  const text = textOption(invocation, 'jitter');
  return text === undefined ? {} : { jitterMs: numberOf(text, '--jitter') };
}

function seedOf(invocation: Invocation): { readonly seed?: number } {
  const text = textOption(invocation, 'seed');
  return text === undefined ? {} : { seed: numberOf(text, '--seed') };
}

function numberOption(invocation: Invocation, name: string, otherwise: number): number {
  const text = textOption(invocation, name);
  return text === undefined ? otherwise : numberOf(text, `--${name}`);
}

export function numberOf(text: string, option: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value)) return value;
  throw new UsageError(`${option} ${text} is not a number.`);
}

/** `0.5` or `50%` */
function shareOf(text: string): number {
  return text.endsWith('%') ? numberOf(text.slice(0, -1), '--share') / 100 : numberOf(text, '--share');
}
