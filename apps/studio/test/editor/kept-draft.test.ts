import { describe, expect, it } from 'vitest';
import { dropDraft, keepDraft, keptDraft, type Store } from '#editor/kept-draft';

function memory(): Store & { readonly items: Map<string, string> } {
  const items = new Map<string, string>();
  return {
    items,
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
  };
}

const draft = { name: 'Shop', text: 'two\n', version: 3 };

describe('the draft that the browser keeps', () => {
  it('comes back as it was', () => {
    const store = memory();
    expect(keepDraft(store, 'a', draft)).toBe(true);
    expect(keptDraft(store, 'a')).toEqual(draft);
  });

  it('belongs to one overview', () => {
    const store = memory();
    keepDraft(store, 'a', draft);
    expect(keptDraft(store, 'b')).toBeUndefined();
  });

  it('is gone once it is dropped', () => {
    const store = memory();
    keepDraft(store, 'a', draft);
    dropDraft(store, 'a');
    expect(store.items.size).toBe(0);
  });

  it.each(['{', 'null', '"text"', '{"name":"Shop"}', '{"name":1,"text":"","version":1}'])(
    'is none where something else is stored: %s',
    (stored) => {
      const store = memory();
      keepDraft(store, 'a', draft);
      for (const key of store.items.keys()) store.items.set(key, stored);
      expect(keptDraft(store, 'a')).toBeUndefined();
    },
  );

  it('says so when the browser has no room for it', () => {
    const full: Store = {
      ...memory(),
      setItem: () => {
        throw new DOMException('full', 'QuotaExceededError');
      },
    };
    expect(keepDraft(full, 'a', draft)).toBe(false);
  });
});
