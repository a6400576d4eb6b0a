'use client';

import type { ReactElement } from 'react';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';

export interface LeaveDialogProps {
  readonly onStay: () => void;
  /** Leaves; the work stays in this browser and is there when the overview is opened again. */
  readonly onLeave: () => void;
  readonly onDiscard: () => void;
}

/** Asks before a page with unsaved work is left. */
export function LeaveDialog({ onStay, onLeave, onDiscard }: LeaveDialogProps): ReactElement {
  return (
    <Dialog
      title="You have unsaved changes"
      onClose={onStay}
      actions={
        <>
          <Button kind="danger" onClick={onDiscard}>
            Discard them
          </Button>
          <Button onClick={onLeave}>Leave, keep for later</Button>
          <Button kind="main" onClick={onStay}>
            Stay
          </Button>
        </>
      }
    >
      <p>
        They can stay in this browser until you open the overview again, but nobody else sees them before they are
        saved.
      </p>
    </Dialog>
  );
}
