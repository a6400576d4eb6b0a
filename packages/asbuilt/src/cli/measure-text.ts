import type { Milliseconds, Ratio } from '@asbuilt/core/model';

const units: readonly (readonly [name: string, ms: Milliseconds])[] = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
];

/** `12 ms`, `1.5 s`, `3 min 20 s`: at most two units, rounded to three digits below a minute. */
export function durationText(ms: Milliseconds): string {
  if (ms < 1_000) return `${Number(ms.toPrecision(3))} ms`;
  if (ms < 60_000) return `${Number((ms / 1_000).toPrecision(3))} s`;
  const at = units.findIndex(([, unitMs]) => ms >= unitMs);
  const [[large, largeMs], [small, smallMs]] = [units[at] ?? ['s', 1_000], units[at + 1] ?? ['s', 1_000]];
  const smalls = Math.round(ms / smallMs);
  const perLarge = largeMs / smallMs;
  const rest = smalls % perLarge;
  return `${Math.floor(smalls / perLarge)} ${large}${rest === 0 ? '' : ` ${rest} ${small}`}`;
}

/** `99.95 %`, cut off, not rounded, so that only a whole is called 100 %. */
export function shareText(share: Ratio): string {
  return `${Math.floor(share * 100_000 + 1e-6) / 1_000} %`;
}

/** How much of a budget is used: `12 %`, `278 %`, `less than 0.1 %`. */
export function usedText(used: number): string {
  if (used === 0) return '0 %';
  if (used < 0.001) return 'less than 0.1 %';
  // Up to the budget's end no rounding may say that it is spent, beyond it none that it is not.
  const percent = used <= 1 ? Math.floor(used * 1_000) / 10 : Math.max(100.1, Math.round(used * 1_000) / 10);
  return `${percent >= 1_000 ? Math.round(percent).toLocaleString('en-US') : percent} %`;
}
