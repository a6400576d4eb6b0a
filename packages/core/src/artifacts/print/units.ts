import type { Bytes, Milliseconds, MinutesPerMonth, Ratio, ScalingTrigger } from '#model/index';

const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** A number without the noise of binary fractions: 99.9, not 99.90000000000001. */
export function number(value: number): string {
  return String(Number(value.toPrecision(12)));
}

/** `250 ms`, `30 s`, `90 s`, `15 min`, `1 h`, `7 d`: the largest unit that leaves a whole number. */
export function duration(ms: Milliseconds): string {
  if (ms < secondMs) return `${number(ms)} ms`;
  if (ms % dayMs === 0) return `${number(ms / dayMs)} d`;
  if (ms % hourMs === 0) return `${number(ms / hourMs)} h`;
  if (ms % minuteMs === 0) return `${number(ms / minuteMs)} min`;
  return `${number(ms / secondMs)} s`;
}

/** `99.95%` */
export function percent(ratio: Ratio): string {
  return `${number(ratio * 100)}%`;
}

/** `43.2 min`, `216 min`; what is smaller than a tenth of a minute keeps its digits. */
export function minutes(perMonth: MinutesPerMonth): string {
  return `${number(perMonth >= 1 ? Math.round(perMonth * 10) / 10 : perMonth)} min`;
}

/** `4 GB` or `4 GiB`, whichever the number of bytes is a multiple of (IEC 80000-13). */
export function memory(bytes: Bytes): string {
  const binary = bytes >= 2 ** 20 && bytes % 2 ** 20 === 0 && bytes % 1e6 !== 0;
  const [base, units] = binary ? [1024, ['B', 'KiB', 'MiB', 'GiB', 'TiB']] : [1000, ['B', 'kB', 'MB', 'GB', 'TB']];
  const power = Math.min(4, Math.max(0, Math.floor(Math.log(Math.max(1, bytes)) / Math.log(base) + 1e-9)));
  return `${number(bytes / base ** power)} ${units[power] ?? 'B'}`;
}

/** `2 cores`, `1 core` */
export function cores(count: number): string {
  return `${number(count)} ${count === 1 ? 'core' : 'cores'}`;
}

const thresholds: Readonly<Record<ScalingTrigger['metric']['value'], (above: number) => string>> = {
  cpu: percent,
  memory: percent,
  'request-rate': (perSecond) => `${number(perSecond)} requests/s`,
  'queue-length': (jobs) => `${number(jobs)} jobs`,
  latency: duration,
};

/** The threshold of a scaling trigger in the unit of its metric: `70%`, `500 requests/s`, `1000 jobs`, `2 s`. */
export function threshold(metric: ScalingTrigger['metric']['value'], above: number): string {
  return thresholds[metric](above);
}
