'use client';

import { type ReactElement, useState } from 'react';
import { Button } from '#ui/button.tsx';
import { GuardedLink } from '#ui/guarded-link.tsx';
import { RenameDialog } from './rename-dialog.tsx';
import { SaveState } from './save-state.tsx';
import { hasUnsavedWork } from './saving.ts';
import { StatusControl } from './status-control.tsx';
import styles from './toolbar.module.css';
import type { Editing } from './use-editing.ts';

/** The head of the workspace: which overview, where it stands, and saving it. */
export function Toolbar({ editing }: { readonly editing: Editing }): ReactElement {
  const { state, save, move } = editing;
  const isUnsaved = hasUnsavedWork(state);
  const isSaving = state.saving.kind === 'saving';
  return (
    <header className={styles.toolbar}>
      <Name editing={editing} />
      <div className={styles.state}>
        <StatusControl status={state.base.status} isSaved={!isUnsaved && !isSaving} onMove={move} />
        <div className={styles.saving}>
          <SaveState state={state} />
          <Button kind="main" disabled={!isUnsaved || isSaving} onClick={save} title="Ctrl+S or ⌘S">
            Save
          </Button>
        </div>
      </div>
    </header>
  );
}

function Name({ editing }: { readonly editing: Editing }): ReactElement {
  const [isRenaming, setRenaming] = useState(false);
  const { name } = editing.state.draft;
  return (
    <div className={styles.name}>
      <GuardedLink href="/" className={styles.back}>
        Overviews
      </GuardedLink>
      <span aria-hidden="true" className={styles.slash}>
        /
      </span>
      <h1 title={name}>{name}</h1>
      {editing.state.base.status === 'done' ? null : (
        <Button small className={styles.rename} onClick={() => setRenaming(true)}>
          Rename
        </Button>
      )}
      {isRenaming ? (
        <RenameDialog
          name={name}
          onClose={() => setRenaming(false)}
          onRename={(next) => {
            editing.tell({ kind: 'renamed', name: next });
            setRenaming(false);
          }}
        />
      ) : null}
    </div>
  );
}
