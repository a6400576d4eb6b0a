'use client';

import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { type ReactElement, useState } from 'react';
import { api, type Overview } from '#client/api';
import { type Problem, problemOf } from '#client/problem';
import { Button } from '#ui/button.tsx';
import { Notice } from '#ui/notice.tsx';
import type { Editing } from './use-editing.ts';
import styles from './workspace-notices.module.css';

export interface WorkspaceNoticesProps {
  readonly editing: Editing;
  /** As it was read when the page was opened. */
  readonly overview: Overview;
  /** Whether unsaved work of an earlier visit stands in the editor. */
  readonly isRestored: boolean;
  /** Puts another text into the editor. */
  readonly onReplace: (text: string) => void;
}

/** What one has to know before going on: restored work, a save that failed, a text that may not be changed. */
export function WorkspaceNotices({
  editing,
  overview,
  isRestored,
  onReplace,
}: WorkspaceNoticesProps): ReactElement | null {
  const [isRestoredShown, setRestoredShown] = useState(isRestored);
  const { saving, base } = editing.state;
  const isFailed = saving.kind === 'failed';
  const isDone = base.status === 'done';
  const isRestoredNow = isRestoredShown && saving.kind === 'unsaved';
  if (!isFailed && !isDone && !isRestoredNow) return null;
  return (
    <div className={styles.notices}>
      {isFailed ? <SaveFailed editing={editing} problem={saving.problem} /> : null}
      {isRestoredNow ? (
        <Restored
          onKeep={() => setRestoredShown(false)}
          onDiscard={() => {
            onReplace(overview.text);
            editing.tell({ kind: 'reset', overview });
            setRestoredShown(false);
          }}
        />
      ) : null}
      {isDone ? (
        <Notice kind="info" title="This overview is done, and therefore read-only">
          <p>Move it back to review to change it.</p>
        </Notice>
      ) : null}
    </div>
  );
}

function Restored({
  onKeep,
  onDiscard,
}: {
  readonly onKeep: () => void;
  readonly onDiscard: () => void;
}): ReactElement {
  return (
    <Notice
      kind="warning"
      title="Your unsaved changes of last time are back"
      actions={
        <>
          <Button small onClick={onDiscard}>
            Discard them
          </Button>
          <Button small onClick={onKeep}>
            Go on
          </Button>
        </>
      }
    />
  );
}

/** What can still be done depends on why: an overview that is gone can be saved as another one. */
function SaveFailed({ editing, problem }: { readonly editing: Editing; readonly problem: Problem }): ReactElement {
  const isGone = problem.status === 404;
  const anew = useSaveAsNew(editing);
  return (
    <Notice
      kind="error"
      title={isGone ? 'Not saved: the overview was deleted meanwhile' : `Not saved: ${problem.title}`}
      actions={
        isGone ? (
          <Button small disabled={anew.isPending} onClick={() => anew.mutate()}>
            Save as a new overview
          </Button>
        ) : (
          <Button small onClick={editing.save}>
            Try again
          </Button>
        )
      }
    >
      <p>{anew.isError ? problemOf(anew.error).title : problem.detail}</p>
    </Notice>
  );
}

function useSaveAsNew(editing: Editing) {
  const router = useRouter();
  return useMutation({
    mutationFn: () => api.create(editing.state.draft),
    onSuccess: ({ id }) => {
      editing.discard();
      router.push(`/overviews/${id}`);
    },
  });
}
