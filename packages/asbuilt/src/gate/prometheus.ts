import type { Totals } from '@asbuilt/core/ledger';
import type { Milliseconds } from '@asbuilt/core/model';
import { isRecord } from '#files/is-record';
import type { Calls } from './calls.ts';

/** A Prometheus that cannot be asked, or does not answer as one. */
export class PrometheusError extends Error {
  override readonly name = 'PrometheusError';
}

/** An answer that takes longer than this will not come. */
const patienceMs: Milliseconds = 30_000;

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
  const [all, drills] = [new Map<Milliseconds, Window>(), new Map<Milliseconds, Window>()];
  for (const windowMs of windowsMs) {
    all.set(windowMs, await windowAt(url, { windowMs, now, kind: 'users' }));
    drills.set(windowMs, await windowAt(url, { windowMs, now, kind: 'drills' }));
  }
  const services = new Set([...all.values()].flatMap(({ requests }) => [...requests.keys()]));
  return {
    totals: (service, windowMs) => totalsIn(all.get(windowMs), service),
    drilled: (service, windowMs) => totalsIn(drills.get(windowMs), service),
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

/** What is asked for: calls of users, or of drills, which the gateway counts by counters of their own. */
interface Question {
  readonly kind: 'users' | 'drills';
  readonly windowMs: Milliseconds;
  readonly now: Milliseconds;
}

async function windowAt(url: URL, question: Question): Promise<Window> {
  const [requests, failures] = await Promise.all(
    (['requests', 'failures'] as const).map((what) => ask(url, increaseOf(what, question), question.now)),
  );
  return { requests: requests ?? new Map(), failures: failures ?? new Map() };
}

function increaseOf(what: 'requests' | 'failures', { kind, windowMs }: Question): string {
  const window = `[${Math.round(windowMs / 1000)}s]`;
  if (kind === 'drills') return `sum by (to) (increase(asbuilt_edge_drill_${what}_total${window}))`;
  // Clients that left, or were refused, are requests of nobody's budget: as in the ledger.
  const counter = what === 'requests' ? 'asbuilt_edge_judged' : 'asbuilt_edge_failures';
  const recorded = `sum by (to) (increase(to:${counter}:sum${window}))`;
  return `${recorded} or sum by (to) (increase(${counter}_total${window}))`;
}

async function ask(url: URL, query: string, now: Milliseconds): Promise<ReadonlyMap<string, number>> {
  const body = await bodyOf(url, new URLSearchParams({ query, time: String(now / 1000) }));
  const sums = isRecord(body) && body['status'] === 'success' ? sumsIn(body['data']) : undefined;
  if (sums !== undefined) return sums;
  if (isRecord(body) && body['status'] === 'error' && typeof body['error'] === 'string')
    throw new PrometheusError(`the Prometheus at ${url.href} refused a query: ${body['error']}`);
  throw new PrometheusError(`what answers at ${url.href} is no Prometheus: its answer to a query has another form.`);
}

/** The values of an instant vector by the label `to` (Prometheus HTTP API, "Instant vectors"); undefined for anything else. */
function sumsIn(data: unknown): ReadonlyMap<string, number> | undefined {
  if (!isRecord(data) || data['resultType'] !== 'vector' || !Array.isArray(data['result'])) return undefined;
  const sums = new Map<string, number>();
  for (const sample of data['result']) {
    if (!isRecord(sample) || !isRecord(sample['metric']) || !Array.isArray(sample['value'])) return undefined;
    const [, value]: unknown[] = sample['value'];
    const { to = '' } = sample['metric'];
    if (typeof value !== 'string' || typeof to !== 'string') return undefined;
    sums.set(to, Number(value));
  }
  return sums;
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
