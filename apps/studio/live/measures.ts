const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const tenth = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

/** A latency for people: `0.4 ms`, `37 ms`, `1.2 s`, `30 s`; a dash where nothing was measured yet. */
export function latency(ms: number | undefined): string {
  if (ms === undefined) return '–';
  if (ms >= 1_000) return `${tenth.format(ms / 1_000)} s`;
  return ms < 10 ? `${tenth.format(ms)} ms` : `${whole.format(ms)} ms`;
}

/** A number of things with its thousands apart. */
export function count(value: number): string {
  return whole.format(value);
}

/** The share of failures in percent; nothing where nothing was asked. */
export function failureShare(failures: number, requests: number): string | undefined {
  if (requests === 0 || failures === 0) return undefined;
  const percent = (failures / requests) * 100;
  return percent < 0.1 ? '< 0.1 %' : `${tenth.format(percent)} %`;
}
