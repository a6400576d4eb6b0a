'use client';

import { useSyncExternalStore } from 'react';

/** From this width on, text and findings stand side by side. */
const wide = '(min-width: 60rem)';

/** Whether there is room for two panes. */
export function useWide(): boolean {
  return useSyncExternalStore(
    watch,
    () => window.matchMedia(wide).matches,
    () => true,
  );
}

function watch(onChange: () => void): () => void {
  const query = window.matchMedia(wide);
  query.addEventListener('change', onChange);
  return () => query.removeEventListener('change', onChange);
}
