import type { Milliseconds, Ratio } from '#model/index';
import { oneLine } from '../print/escape.ts';
import { number } from '../print/units.ts';

/** What the gateway counts, by the names under which it exports it. Calls of drills are in the counters of drills alone. */
export const counted = {
  requests: 'asbuilt_edge_requests_total',
  /** Those that went well or failed: no client that left, and none that was refused. */
  judged: 'asbuilt_edge_judged_total',
  failures: 'asbuilt_edge_failures_total',
  drillRequests: 'asbuilt_edge_drill_requests_total',
  drillFailures: 'asbuilt_edge_drill_failures_total',
  durations: 'asbuilt_edge_request_duration_seconds_bucket',
  inFlight: 'asbuilt_edge_in_flight',
  breaker: 'asbuilt_breaker_state',
} as const;

/** A text in double quotes as PromQL has it (https://prometheus.io/docs/prometheus/latest/querying/basics/#string-literals). */
export function promText(text: string): string {
  return `"${oneLine(text)
    .replace(/[\p{Cs}\uFFFE\uFFFF\uFEFF]/gu, '\uFFFD')
    .replace(/["\\]/g, '\\$&')}"`;
}

const units: readonly (readonly [unit: string, ms: Milliseconds])[] = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
];

/** `5m`, `6h`, `3d`: the largest unit that leaves a whole number. */
export function promDuration(ms: Milliseconds): string {
  const [unit, size] = units.find(([, each]) => ms % each === 0) ?? ['ms', 1];
  return `${ms / size}${unit}`;
}

/**
 * The counters of all edges to a callee, added up for each gateway, as the ledger counts: counters themselves, because all counters of one
 * gateway begin again together. A long window over these few is looked at in no time.
 */
export const sums: Readonly<Record<'requests' | 'failures', { readonly record: string; readonly expr: string }>> = {
  requests: { record: 'to:asbuilt_edge_judged:sum', expr: `sum by (job, instance, to) (${counted.judged})` },
  failures: { record: 'to:asbuilt_edge_failures:sum', expr: `sum by (job, instance, to) (${counted.failures})` },
};

/** The recorded share of failed calls over a window, by callee. */
export function failureRatio(windowMs: Milliseconds): string {
  return `to:asbuilt_edge_failures:ratio_increase${promDuration(windowMs)}`;
}

/** What is recorded under that name: failures divided by requests, so that a busy minute counts for more than a calm one. */
export function failureRatioOf(windowMs: Milliseconds): string {
  const over = (sum: string): string => `sum by (to) (increase(${sum}[${promDuration(windowMs)}]))`;
  return `${over(sums.failures.record)} / (${over(sums.requests.record)} > 0)`;
}

/** A share of failures at which an error budget is spent `factor` times as fast as it may be. */
export function burning(factor: number, budget: Ratio): string {
  return factor === 1 ? number(budget) : `${number(factor)} * ${number(budget)}`;
}
