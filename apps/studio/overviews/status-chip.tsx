import type { ReactElement } from 'react';
import type { Status } from '#client/api';
import styles from './status-chip.module.css';

/** The way of an overview through review, in order. */
export const statuses: readonly Status[] = ['draft', 'in_progress', 'review', 'done'];

/** A status as people say it. */
export const statusNames: Readonly<Record<Status, string>> = {
  draft: 'Draft',
  in_progress: 'In progress',
  review: 'Review',
  done: 'Done',
};

/** How far an overview has come: a bar of four, filled up to its status. */
export function StatusChip({ status }: { readonly status: Status }): ReactElement {
  const reached = statuses.indexOf(status);
  return (
    <span className={styles.chip}>
      <span className={styles.bar} aria-hidden="true">
        {statuses.map((step, index) => (
          <i key={step} data-reached={index <= reached} />
        ))}
      </span>
      {statusNames[status]}
    </span>
  );
}
