import type { ReactElement } from 'react';
import styles from './save-state.module.css';
import type { EditingState } from './saving.ts';

/** Where the work stands, in words; announced when it changes. */
export function SaveState({ state }: { readonly state: EditingState }): ReactElement {
  return (
    <output className={styles.state} data-saving={state.saving.kind}>
      {words(state)}
    </output>
  );
}

function words({ saving, base }: EditingState): string {
  switch (saving.kind) {
    case 'saved':
      return `Saved, version ${base.version}`;
    case 'unsaved':
      return 'Unsaved changes';
    case 'saving':
      return 'Saving…';
    case 'conflict':
      return 'Not saved: somebody else was faster';
    case 'failed':
      return 'Not saved';
  }
}
