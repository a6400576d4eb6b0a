import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AnswerCache } from '#http-cache/answer-cache';
import type { Purge } from '#http-cache/purge';
import { answerJson, ControlProblem, readJson } from './control-answer.ts';

/** The caches of an edge, by its name. */
export interface EdgeCaches {
  readonly edge: string;
  readonly cache: AnswerCache;
}

/** What a cache holds now, as `GET /caches` answers it. */
export interface CacheStatus {
  readonly edge: string;
  /** As the overview names it. */
  readonly cache: string;
  /** Addresses of which something is kept. */
  readonly addresses: number;
  readonly bytes: number;
}

/** What `POST /caches/purge` answers. */
export interface Purged {
  /** Answers that were dropped here. */
  readonly purged: number;
  /** Whether other gateways have been told; absent where there are none. */
  readonly elsewhere?: 'told' | 'later';
}

/** `GET /caches`: what they hold; `POST /caches/purge`: drops what `{path}`, `{tag}` or `{all: true}` means. */
export async function answerCaches(
  caches: readonly EdgeCaches[],
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (path === '/caches' && request.method === 'GET')
    return answerJson(response, 200, { caches: caches.flatMap(statusOf) });
  if (path !== '/caches/purge' || request.method !== 'POST')
    throw new ControlProblem(404, 'there are: GET /caches, POST /caches/purge');
  const purge = readPurge(await readJson(request));
  if (caches.length === 0) throw new ControlProblem(409, 'the overview states no cache at the public entry');
  const dropped = caches.map(({ cache }) => cache.drop({ purge }));
  const told = await Promise.all(dropped.flatMap(({ isToldElsewhere }) => isToldElsewhere ?? []));
  const elsewhere: Purged['elsewhere'] = told.includes(false) ? 'later' : 'told';
  const purged: Purged = {
    purged: dropped.reduce((sum, { count }) => sum + count, 0),
    ...(told.length > 0 && { elsewhere }),
  };
  answerJson(response, 200, purged);
}

function statusOf({ edge, cache }: EdgeCaches): CacheStatus[] {
  return cache.tiers.map(({ policy, size, bytes }) => ({ edge, cache: policy.name, addresses: size, bytes }));
}

function readPurge(body: unknown): Purge {
  if (typeof body !== 'object' || body === null) throw new ControlProblem(400, 'the body is not an object');
  if ('all' in body && body.all === true) return { all: true };
  if ('tag' in body && typeof body.tag === 'string') return { tag: body.tag };
  if ('path' in body && typeof body.path === 'string' && body.path.startsWith('/')) return { path: body.path };
  throw new ControlProblem(
    400,
    'the body names no path that begins with a slash, no tag, and not all: {"path": "/posts/*"}',
  );
}
