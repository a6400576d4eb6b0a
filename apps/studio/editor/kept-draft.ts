import type { OverviewDraft } from '#client/api';

/** Unsaved work that this browser keeps, so that a closed tab or a crash loses nothing. */
export interface KeptDraft extends OverviewDraft {
  /** The version that it was made from. */
  readonly version: number;
}

/** The part of `localStorage` that is used. */
export interface Store {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/** What is kept of an overview; nothing where nothing is, or where it cannot be read. */
export function keptDraft(store: Store, id: string): KeptDraft | undefined {
  const kept = store.getItem(keyOf(id));
  if (kept === null) return undefined;
  try {
    return toKeptDraft(JSON.parse(kept));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Keeps a draft. @returns whether the browser had room for it */
export function keepDraft(store: Store, id: string, draft: KeptDraft): boolean {
  try {
    store.setItem(keyOf(id), JSON.stringify(draft));
    return true;
  } catch (error) {
    // Full, or switched off: the browser still asks before the page with unsaved work is closed.
    if (error instanceof DOMException) return false;
    throw error;
  }
}

export function dropDraft(store: Store, id: string): void {
  store.removeItem(keyOf(id));
}

function keyOf(id: string): string {
  return `asbuilt/draft/${id}`;
}

function toKeptDraft(value: unknown): KeptDraft | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (!('name' in value && 'text' in value && 'version' in value)) return undefined;
  const { name, text, version } = value;
  if (typeof name !== 'string' || typeof text !== 'string' || typeof version !== 'number') return undefined;
  return { name, text, version };
}
