'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useReducer, useRef } from 'react';
import { api, type Overview, type Status } from '#client/api';
import { problemOf } from '#client/problem';
import type { KeptDraft } from './kept-draft.ts';
import { type EditingEvent, type EditingState, editing, hasUnsavedWork, opened } from './saving.ts';
import { useKeptCopy } from './use-kept-copy.ts';

/** What the page does with an overview while it is edited. */
export interface Editing {
  readonly state: EditingState;
  readonly tell: (event: EditingEvent) => void;
  /** Sends the draft, unless there is nothing to send or it is under way. */
  readonly save: () => void;
  /** Ends a conflict by saving the draft over their version. */
  readonly keepMine: () => void;
  readonly move: (status: Status) => void;
  /** Forgets the unsaved work, on the way out. */
  readonly discard: () => void;
}

/** Holds the editing state of one overview and carries its effects: calls to the API, and the copy that the browser keeps. */
export function useEditing(overview: Overview, kept: KeptDraft | undefined): Editing {
  const [state, tell] = useReducer(editing, undefined, () => opened(overview, kept));
  const latest = useRef(state);
  useEffect(() => {
    latest.current = state;
  });
  const discard = useKeptCopy(state);
  const queries = useQueryClient();

  const carryOut = useCallback(
    async (event: Promise<EditingEvent>) => {
      tell(await event);
      await queries.invalidateQueries({ queryKey: ['overviews'] });
    },
    [queries],
  );
  const saveFrom = useCallback(
    (from: EditingState) => {
      if (from.saving.kind === 'saving' || !hasUnsavedWork(from)) return;
      tell({ kind: 'save-began' });
      void carryOut(send(from));
    },
    [carryOut],
  );

  return useMemo(
    () => ({
      state,
      tell,
      save: () => saveFrom(latest.current),
      keepMine: () => {
        const decided: EditingEvent = { kind: 'decided', decision: 'keep-mine' };
        tell(decided);
        saveFrom(editing(latest.current, decided));
      },
      move: (status: Status) => void carryOut(moveTo(latest.current, status)),
      discard,
    }),
    [state, saveFrom, carryOut, discard],
  );
}

async function send({ base, draft }: EditingState): Promise<EditingEvent> {
  try {
    return { kind: 'save-succeeded', overview: await api.save(base.id, base.version, draft) };
  } catch (error) {
    return refusal(error, base.id);
  }
}

async function moveTo({ base }: EditingState, status: Status): Promise<EditingEvent> {
  try {
    return { kind: 'moved', overview: await api.move(base.id, base.version, status) };
  } catch (error) {
    return refusal(error, base.id);
  }
}

/** Where somebody else was faster, what they saved; otherwise the problem as it is. */
async function refusal(error: unknown, id: string): Promise<EditingEvent> {
  const problem = problemOf(error);
  if (problem.status !== 412) return { kind: 'save-failed', problem };
  try {
    return { kind: 'save-refused', theirs: await api.read(id) };
  } catch (again) {
    return { kind: 'save-failed', problem: problemOf(again) };
  }
}
