'use client';

import { type FormEvent, type ReactElement, useId, useState } from 'react';
import { longestName } from '#overviews/name-from-text';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { TextField } from '#ui/text-field.tsx';

export interface RenameDialogProps {
  readonly name: string;
  readonly onRename: (name: string) => void;
  readonly onClose: () => void;
}

/** Gives the overview another name; it is saved together with the text. */
export function RenameDialog({ name, onRename, onClose }: RenameDialogProps): ReactElement {
  const id = useId();
  const [next, setNext] = useState(name);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (next.trim() !== '') onRename(next.trim());
  };
  return (
    <Dialog
      title="Rename"
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="main" type="submit" form={id} disabled={next.trim() === ''}>
            Rename
          </Button>
        </>
      }
    >
      <form id={id} onSubmit={submit}>
        <TextField label="Name" value={next} maxLength={longestName} onChange={setNext} />
      </form>
    </Dialog>
  );
}
