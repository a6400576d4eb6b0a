'use client';

import { type ReactElement, useCallback, useState } from 'react';
import { useLeaveQuestion } from '#ui/leave-guard';
import { ConflictDialog } from './conflict-dialog.tsx';
import { LeaveDialog } from './leave-dialog.tsx';
import { hasUnsavedWork } from './saving.ts';
import type { Editing } from './use-editing.ts';

export interface WorkspaceDialogsProps {
  readonly editing: Editing;
  /** Puts another text into the editor. */
  readonly onReplace: (text: string) => void;
}

/** The questions that the workspace asks: which text stands, and whether to leave. */
export function WorkspaceDialogs({ editing, onReplace }: WorkspaceDialogsProps): ReactElement {
  const { state, tell, keepMine, discard } = editing;
  const { saving, draft } = state;
  const [leave, setLeave] = useState<{ readonly go: () => void }>();
  const ask = useCallback((go: () => void) => setLeave({ go }), []);
  useLeaveQuestion(hasUnsavedWork(state) ? ask : undefined);

  return (
    <>
      {saving.kind === 'conflict' ? (
        <ConflictDialog
          mine={draft}
          theirs={saving.theirs}
          onKeepMine={keepMine}
          onTakeTheirs={() => {
            onReplace(saving.theirs.text);
            tell({ kind: 'decided', decision: 'take-theirs' });
          }}
          onLater={() => tell({ kind: 'decided', decision: 'later' })}
        />
      ) : null}
      {leave === undefined ? null : (
        <LeaveDialog
          onStay={() => setLeave(undefined)}
          onLeave={leave.go}
          onDiscard={() => {
            discard();
            leave.go();
          }}
        />
      )}
    </>
  );
}
