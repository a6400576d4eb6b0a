import type { ReactElement } from 'react';
import styles from './workspace.module.css';

/** Until the overview is there. */
export function Opening(): ReactElement {
  return (
    <main id="content" className={styles.loading} tabIndex={-1}>
      <output>Opening the overview…</output>
    </main>
  );
}
