import { template } from '#overview/template';
import { cpuMsOf } from '../cpu-ms.ts';
import type { Input } from './input.ts';
import { breachOf } from './laws.ts';
import { reader } from './reader.ts';

/** Shorter inputs count as this long: what is done once for each of them counts too. */
const leastKb = 8;
/** Slower than a sound document by more than this factor is a fault: what grows with the square of the length gets there. */
const slowestFactor = 40;
/** A suspicion is looked into this many times: another program may have had the processor. */
const looks = 3;

/** Milliseconds of processor time that a sound document takes for each KB, here and now. */
export function calibrate(): number {
  const sound: Input = { overview: template, profile: 'env: dev\nhttp_port: 8080\n' };
  const kb = kbOf(sound);
  const times = Array.from({ length: 40 }, () => cpuMsOf(() => breachOf(sound, reader)));
  return Math.min(...times.slice(10)) / kb;
}

/** How an input's time compares with the time of a sound document of its size. */
export interface Slowness {
  /** 1 is as fast as a sound document. */
  readonly factor: number;
  readonly isUnbearable: boolean;
}

/** Compares; a time that is too long is measured again before it counts. */
export function slownessOf(input: Input, spentMs: number, msPerKb: number): Slowness {
  const usualMs = msPerKb * Math.max(leastKb, kbOf(input));
  if (spentMs <= usualMs * slowestFactor) return { factor: spentMs / usualMs, isUnbearable: false };
  const again = Array.from({ length: looks }, () => cpuMsOf(() => breachOf(input, reader)));
  const factor = Math.min(spentMs, ...again) / usualMs;
  return { factor, isUnbearable: factor > slowestFactor };
}

/** The length of an input in KB of UTF-16 units. */
export function kbOf({ overview, profile }: Input): number {
  return (overview.length + profile.length) / 1024;
}
