import type { Totals } from '@asbuilt/core/ledger';
import type { Milliseconds } from '@asbuilt/core/model';
import { z } from 'zod';
import type { Calls } from './calls.ts';

/** A Prometheus that cannot be asked, or does not answer as one. */
export class PrometheusError extends Error {
  override readonly name = 'PrometheusError';
}

/** An answer that takes longer than this will not come. */
const patienceMs: Milliseconds = 30_000;

const answer = z.object({
  status: z.literal('success'),
  data: z.object({
    resultType: z.literal('vector'),
    result: z.array(z.object({ metric: z.record(z.string(), z.string()), value: z.tuple([z.number(), z.string()]) })),
  }),
});
const refusal = z.object({ status: z.literal('error'), error: z.string() });

/**
 * The calls that a Prometheus counted which scrapes the gateway, over each of the windows up to a moment: of the sums that
 * the derived rules record, or where it does not have the rules, of the gateway's own counters. Whole numbers: `increase`
 * reckons with what it did not see at the ends of a window.
 *
 * @throws {PrometheusError} that says why it could not be asked
 */
export async function callsByPrometheus(
  url: URL,
  windowsMs: readonly Milliseconds[],
  now: Milliseconds,
): Promise<Calls> {
  const all = new Map<Milliseconds, Window>();
  for (const windowMs of windowsMs) all.set(windowMs, await windowAt(url, windowMs, now));
  const services = new Set([...all.values()].flatMap(({ requests }) => [...requests.keys()]));
  return {
    totals: (service, windowMs) => totalsIn(all.get(windowMs), service),
    drilled: () => ({ good: 0, bad: 0 }),
    services: () => [...services],
  };
}

interface Window {
  readonly requests: ReadonlyMap<string, number>;
  readonly failures: ReadonlyMap<string, number>;
}

function totalsIn(window: Window | undefined, service: string): Totals {
  const requests = Math.round(window?.requests.get(service) ?? 0);
  const bad = Math.min(requests, Math.round(window?.failures.get(service) ?? 0));
  return { good: requests - bad, bad };
}

async function windowAt(url: URL, windowMs: Milliseconds, now: Milliseconds): Promise<Window> {
  const [requests, failures] = await Promise.all(
    (['requests', 'failures'] as const).map((what) => ask(url, increaseOf(what, windowMs), now)),
  );
  return { requests: requests ?? new Map(), failures: failures ?? new Map() };
}

function increaseOf(what: 'requests' | 'failures', windowMs: Milliseconds): string {
  const window = `[${Math.round(windowMs / 1000)}s]`;
  const recorded = `sum by (to) (increase(to:asbuilt_edge_${what}:sum${window}))`;
  return `${recorded} or sum by (to) (increase(asbuilt_edge_${what}_total${window}))`;
}

async function ask(url: URL, query: string, now: Milliseconds): Promise<ReadonlyMap<string, number>> {
  const body = await bodyOf(url, new URLSearchParams({ query, time: String(now / 1000) }));
  const said = answer.safeParse(body);
  if (said.success)
    return new Map(said.data.data.result.map(({ metric, value }) => [metric['to'] ?? '', Number(value[1])]));
  const refused = refusal.safeParse(body);
  if (refused.success)
    throw new PrometheusError(`the Prometheus at ${url.href} refused a query: ${refused.data.error}`);
  throw new PrometheusError(`what answers at ${url.href} is no Prometheus: its answer to a query has another form.`);
}

async function bodyOf(url: URL, parameters: URLSearchParams): Promise<unknown> {
  const base = url.href.endsWith('/') ? url.href : `${url.href}/`;
  const signal = AbortSignal.timeout(patienceMs);
  try {
    const response = await fetch(new URL('api/v1/query', base), { method: 'POST', body: parameters, signal });
    const text = await response.text();
    return text.startsWith('{') ? JSON.parse(text) : undefined;
  } catch (error) {
    throw new PrometheusError(`the Prometheus at ${url.href} cannot be asked: ${reasonOf(error)}.`, { cause: error });
  }
}

/** What stands in the way; `fetch` says it in the cause. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message : String(cause);
}
