'use client';

import { useCallback, useEffect, useRef } from 'react';
import { dropDraft, keepDraft } from './kept-draft.ts';
import { type EditingState, hasUnsavedWork } from './saving.ts';

/** Typing is kept in the browser when it pauses for this long. */
const keepAfterMs = 300;

/**
 * Keeps unsaved work in the browser, at the latest when the page is left, and drops the copy once the work is saved.
 * @returns forgets the copy, and keeps nothing from then on
 */
export function useKeptCopy(state: EditingState): () => void {
  const latest = useRef(state);
  const isOver = useRef(false);
  const keep = useCallback(() => {
    if (!isOver.current) keepOrDrop(latest.current);
  }, []);
  useEffect(() => {
    latest.current = state;
    const timer = setTimeout(keep, keepAfterMs);
    return () => clearTimeout(timer);
  }, [state, keep]);
  useEffect(() => {
    window.addEventListener('pagehide', keep);
    return () => {
      window.removeEventListener('pagehide', keep);
      keep();
    };
  }, [keep]);
  return useCallback(() => {
    isOver.current = true;
    dropDraft(localStorage, latest.current.base.id);
  }, []);
}

function keepOrDrop(state: EditingState): void {
  const { id, version } = state.base;
  if (hasUnsavedWork(state)) keepDraft(localStorage, id, { ...state.draft, version });
  else dropDraft(localStorage, id);
}
