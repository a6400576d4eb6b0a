import type { ReactElement } from 'react';
import type { OverviewSummary } from '#client/api';
import { GuardedLink } from '#ui/guarded-link.tsx';
import { Moment } from '#ui/moment.tsx';
import { CountBadges } from './count-badges.tsx';
import styles from './overview-table.module.css';
import { StatusChip } from './status-chip.tsx';

export interface OverviewTableProps {
  readonly overviews: readonly OverviewSummary[];
  readonly onDelete: (overview: OverviewSummary) => void;
}

/** The overviews, newest first. On a narrow screen each row is a card. */
export function OverviewTable({ overviews, onDelete }: OverviewTableProps): ReactElement {
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Status</th>
          <th scope="col">Check</th>
          <th scope="col">Version</th>
          <th scope="col">Updated</th>
          <th scope="col">
            <span className="unseen">Actions</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {overviews.map((overview) => (
          <Row key={overview.id} overview={overview} onDelete={onDelete} />
        ))}
      </tbody>
    </table>
  );
}

function Row({
  overview,
  onDelete,
}: {
  readonly overview: OverviewSummary;
  readonly onDelete: OverviewTableProps['onDelete'];
}): ReactElement {
  const isDone = overview.status === 'done';
  return (
    <tr>
      <th scope="row" className={styles.name}>
        <GuardedLink href={`/overviews/${overview.id}`} title={overview.name}>
          {overview.name}
        </GuardedLink>
      </th>
      <td>
        <StatusChip status={overview.status} />
      </td>
      <td className={styles.counts}>
        <CountBadges errors={overview.errors} warnings={overview.warnings} />
      </td>
      <td className={styles.version}>
        <span className={styles.label}>Version </span>
        {overview.version}
      </td>
      <td className={styles.updated}>
        <Moment at={overview.updatedAt} />
      </td>
      <td className={styles.actions}>
        <button
          type="button"
          className={styles.delete}
          aria-label={`Delete ${overview.name}`}
          title={isDone ? 'What is done is read-only: move it back to review first' : 'Delete'}
          disabled={isDone}
          onClick={() => onDelete(overview)}
        >
          <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
            <path
              d="M2.5 4h11M6 4V2.5h4V4M4 4l.6 9.5h6.8L12 4M6.6 6.5l.2 4.5M9.4 6.5l-.2 4.5"
              fill="none"
              stroke="currentColor"
              strokeWidth="1.2"
            />
          </svg>
        </button>
      </td>
    </tr>
  );
}
