const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

/** Units with their length in seconds, the largest first. */
const units = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

/** How long ago something was, in its largest whole unit: `5 minutes ago`, `yesterday`, `just now`. */
export function timeAgo(then: Date, now: Date): string {
  const seconds = (then.getTime() - now.getTime()) / 1_000;
  for (const [unit, length] of units) {
    if (Math.abs(seconds) >= length) return relative.format(Math.trunc(seconds / length), unit);
  }
  return 'just now';
}
