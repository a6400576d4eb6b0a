import type { Milliseconds } from '@asbuilt/core/model';

/** A value that all processes share, as text. */
export interface SharedValue {
  readonly text: string;
  /** How long it is still fresh; below 0 it is stale for so long. */
  readonly freshMs: Milliseconds;
}

/** What a store answers to one who wants a value: it is there; fetch it, you alone; another process fetches it. */
export type Claim =
  | { readonly kind: 'value'; readonly value: SharedValue; readonly tailMs: Milliseconds }
  | { readonly kind: 'lease'; readonly fence: string; readonly stale: SharedValue | undefined }
  | { readonly kind: 'wait'; readonly forMs: Milliseconds; readonly stale: SharedValue | undefined };

/** What changed elsewhere: a fetch ended, keys or a tag were dropped, or everything may have changed. */
export type Change = { readonly kind: 'done'; readonly key: string } | Drop;

/** What is to be dropped: a key, what has a tag, or everything. */
export type Drop =
  | { readonly kind: 'drop'; readonly key: string }
  | { readonly kind: 'tag'; readonly tag: string }
  | { readonly kind: 'all' };

/** Whether that is one: whoever has the store may say something else. */
export function isChange(value: unknown): value is Change {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return false;
  if (value.kind === 'all') return true;
  if (value.kind === 'tag') return 'tag' in value && typeof value.tag === 'string';
  return (value.kind === 'done' || value.kind === 'drop') && 'key' in value && typeof value.key === 'string';
}
