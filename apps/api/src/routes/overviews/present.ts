import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import type { OverviewSummary } from '#db/overviews';
import type { Overview } from '#db/schema';
import { entityTag } from '#http/entity-tag';
import { Problem } from '#http/problem';
import type { Verdict } from '#policies/status';
import type { overviewSchema, summarySchema } from './schema.ts';

/** `overview` as the API shows it. */
export function present(overview: Overview): z.infer<typeof overviewSchema> {
  return { ...presentSummary(overview), text: overview.text };
}

/** `overview` as the API shows it in lists. */
export function presentSummary(overview: OverviewSummary): z.infer<typeof summarySchema> {
  const { id, name, status, version, errors, warnings, createdAt, updatedAt } = overview;
  return {
    id,
    name,
    status,
    version,
    errors,
    warnings,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}

/** Says which version the answer shows, and that a copy of it must be asked about before it is used again. */
export function tag(reply: FastifyReply, overview: OverviewSummary): void {
  reply.header('etag', entityTag(overview)).header('cache-control', 'private, no-cache');
}

/** Cuts a list that was asked for with one entry too many, and says whether there is more. */
export function cut<T, K>(
  rows: readonly T[],
  limit: number,
  keyOf: (row: T) => K,
): { items: readonly T[]; next: K | null } {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last !== undefined ? keyOf(last) : null };
}

/** Throws a problem when there is no overview. */
export function found(overview: Overview | undefined, id: string): Overview {
  if (overview === undefined)
    throw new Problem('overview-unknown', `There is no overview ${id}; it may have been deleted.`);
  return overview;
}

/** Throws a problem when the policy forbids it. */
export function permit(verdict: Verdict): void {
  if (!verdict.allowed) throw new Problem('status-forbids', verdict.reason);
}
