import type { ReactElement } from 'react';
import styles from './count-badges.module.css';

export interface CountBadgesProps {
  /** Null until the check has run on the saved text. */
  readonly errors: number | null;
  readonly warnings: number | null;
}

/** What the check found, in two badges; one when there is nothing to say. */
export function CountBadges({ errors, warnings }: CountBadgesProps): ReactElement {
  if (errors === null || warnings === null)
    return <span className={`${styles.badge} ${styles.waiting}`}>Checking…</span>;
  if (errors === 0 && warnings === 0) return <span className={`${styles.badge} ${styles.good}`}>Holds</span>;
  return (
    <span className={styles.badges}>
      {errors === 0 ? null : <span className={`${styles.badge} ${styles.error}`}>{counted(errors, 'error')}</span>}
      {warnings === 0 ? null : (
        <span className={`${styles.badge} ${styles.warning}`}>{counted(warnings, 'warning')}</span>
      )}
    </span>
  );
}

/** `1 error`, `2 errors`. */
export function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
