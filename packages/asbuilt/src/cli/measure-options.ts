import type { Milliseconds } from '@asbuilt/core/model';
import { type Invocation, UsageError } from './command.ts';
import { textOption } from './options.ts';

const unitsMs: Readonly<Record<string, Milliseconds>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** An option's length of time, `30s`, `500ms`, `1.5h`, `30d`, above 0. Throws a `UsageError` for anything else. */
export function durationOption(invocation: Invocation, name: string, otherwise: string): Milliseconds {
  return parseDuration(textOption(invocation, name) ?? otherwise, `--${name}`);
}

/** A length of time as people write it; `option` is what the error names. */
export function parseDuration(text: string, option: string): Milliseconds {
  const [, value, unit = ''] = /^(\d+(?:\.\d+)?) ?(ms|s|m|h|d)$/.exec(text.trim()) ?? [];
  const ms = Number(value) * (unitsMs[unit] ?? Number.NaN);
  if (ms > 0) return ms;
  throw new UsageError(`${option} ${text} is not a length of time: write it with its unit, e.g. 30s, 10m or 30d.`);
}

/** An option's number of at least `least`. Throws a `UsageError` for anything else. */
export function numberOption(invocation: Invocation, name: string, otherwise: number, least: number): number {
  const text = textOption(invocation, name);
  if (text === undefined) return otherwise;
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (Number.isFinite(value) && value >= least) return value;
  throw new UsageError(`--${name} ${text}: give a number of ${least} or more, e.g. ${otherwise}.`);
}
