import type http from 'node:http';
import type { CachePolicy } from '@asbuilt/core/model';
import {
  type Answer,
  ask,
  openEdge,
  startService,
  type TestEdge,
  type TestPlan,
  type TestService,
} from '../gateway/kit.ts';

/** A shared cache for all that comes, of a minute. */
export const oneTier: CachePolicy = { tiers: [{ name: 'CDN', ttlMs: 60_000, holds: 'anything' }] };

/** What a test's origin answers, and how often it was asked. */
export interface Origin extends TestService {
  asked: number;
  /** The requests so far. */
  readonly requests: readonly http.IncomingMessage[];
  answer: (request: http.IncomingMessage, response: http.ServerResponse) => void;
}

/** An origin whose answers a test may change while it runs. */
export async function startOrigin(answer: Origin['answer']): Promise<Origin> {
  const requests: http.IncomingMessage[] = [];
  const service = await startService((request, response) => {
    origin.asked += 1;
    requests.push(request);
    // Its clock does not go forward with the edge's.
    response.sendDate = false;
    origin.answer(request, response);
  });
  const origin: Origin = { ...service, asked: 0, requests, answer };
  return origin;
}

/** An origin that answers with these headers, and says in the body how often it was asked. */
export async function counting(headers: http.OutgoingHttpHeaders): Promise<Origin> {
  const origin = await startOrigin((_request, response) => {
    response.writeHead(200, headers);
    response.end(`answer ${origin.asked}`);
  });
  return origin;
}

/** An edge with caches in front of an origin. */
export function openCached(
  origin: TestService,
  cache: CachePolicy = oneTier,
  plan: Partial<TestPlan> = {},
): Promise<TestEdge> {
  return openEdge({ target: origin.target, entry: true, cache, ...plan });
}

/** Asks for a path. */
export function get(edge: TestEdge, path = '/', headers: http.OutgoingHttpHeaders = {}): Promise<Answer> {
  return ask(edge, { path, headers });
}

/** How often the edge's caches did what. */
export function acts({ options }: TestEdge): Promise<Record<string, number>> {
  return options.telemetry.metrics.text().then((text) => {
    const found = text.matchAll(/asbuilt_edge_policy_acts_total\{.*policy="cache=([a-z]+)"\} (\d+)/g);
    return Object.fromEntries([...found].map(([, name = '', count]) => [name, Number(count)]));
  });
}
