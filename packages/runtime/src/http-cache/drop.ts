import type { Purge } from './purge.ts';

/**
 * What is to be dropped from a cache: what is kept of one address, by its key; what is kept of a path with its query,
 * whichever host it was asked at; or what a purge means.
 */
export type Drop = { readonly key: string } | { readonly target: string } | { readonly purge: Purge };

/** What came of it. */
export interface Dropped {
  /** How many answers these were in this gateway, those of each tier counted. */
  readonly count: number;
  /** Whether all other gateways have been told; false if they will be later. Absent where there are none to tell. */
  readonly isToldElsewhere?: Promise<boolean>;
}

/** Word of what is dropped, between the gateways of one system. */
export interface SharedDrops {
  /** Tells the others what was dropped from the caches of an edge, by its name; `false` if it can be told only later. Never rejects. */
  tell(edge: string, drop: Drop): Promise<boolean>;
  /** Hears what others dropped from the caches of an edge, and that all must go since word may have been missed. */
  hear(edge: string, listener: (drop: Drop) => void): void;
}

/** Whether something that came from elsewhere is a drop. */
export function isDrop(value: unknown): value is Drop {
  if (typeof value !== 'object' || value === null) return false;
  if ('key' in value) return typeof value.key === 'string';
  if ('target' in value) return typeof value.target === 'string';
  return 'purge' in value && isPurge(value.purge);
}

function isPurge(value: unknown): value is Purge {
  if (typeof value !== 'object' || value === null) return false;
  if ('all' in value) return value.all === true;
  if ('tag' in value) return typeof value.tag === 'string';
  return 'path' in value && typeof value.path === 'string';
}
