/** Tells whoever wants to know that the state of the system changed. */
export interface Changes {
  notify(): void;
  /** Calls `listener` at every change until the answer is called. */
  listen(listener: () => void): () => void;
}

export function openChanges(): Changes {
  const listeners = new Set<() => void>();
  return {
    notify: () => {
      for (const listener of listeners) listener();
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
