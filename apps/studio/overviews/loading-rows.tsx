import type { ReactElement } from 'react';
import styles from './loading-rows.module.css';

/** The shape of the list before it is there. */
export function LoadingRows(): ReactElement {
  return (
    <div className={styles.rows}>
      <output className="unseen">Loading the overviews</output>
      <div className={styles.row} />
      <div className={styles.row} />
      <div className={styles.row} />
    </div>
  );
}
