import type { Milliseconds, MinutesPerMonth, Ratio } from '#model/index';

/** `150 s`, `15 min`, `1.5 h` */
export function duration(ms: Milliseconds): string {
  if (ms < 1000) return `${decimal(ms, 3)} ms`;
  if (ms < 300_000) return `${decimal(ms / 1000, 3)} s`;
  return ms < 7_200_000 ? `${decimal(ms / 60_000, 2)} min` : `${decimal(ms / 3_600_000, 2)} h`;
}

/** `43.2 min` */
export function minutes(value: MinutesPerMonth): string {
  return `${decimal(value, 2)} min`;
}

/** `99.95 %` */
export function percent(ratio: Ratio): string {
  return `${decimal(ratio * 100, 6)} %`;
}

/** `1,500 requests/s` */
export function rate(perSecond: number): string {
  return `${perSecond.toLocaleString('en-US', { maximumFractionDigits: 2 })} requests/s`;
}

function decimal(value: number, decimals: number): string {
  return String(Number(value.toFixed(decimals)));
}
