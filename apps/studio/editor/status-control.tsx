import type { ReactElement } from 'react';
import type { Status } from '#client/api';
import { statuses, statusNames } from '#overviews/status-chip.tsx';
import styles from './status-control.module.css';

export interface StatusControlProps {
  readonly status: Status;
  /** While there is unsaved work, the status stays: what is reviewed is what is saved. */
  readonly isSaved: boolean;
  readonly onMove: (status: Status) => void;
}

/** The way through review. The neighbours of the present step are buttons. */
export function StatusControl({ status, isSaved, onMove }: StatusControlProps): ReactElement {
  const at = statuses.indexOf(status);
  return (
    <ol className={styles.steps} aria-label="Status">
      {statuses.map((step, index) => (
        <li
          key={step}
          className={styles.step}
          data-reached={index <= at}
          {...(index === at ? { 'aria-current': 'step' as const } : {})}
        >
          {Math.abs(index - at) === 1 ? (
            <button
              type="button"
              disabled={!isSaved}
              title={
                isSaved ? `Move to ${statusNames[step].toLowerCase()}` : 'Save first: what is reviewed is what is saved'
              }
              aria-label={`Move to ${statusNames[step].toLowerCase()}`}
              onClick={() => onMove(step)}
            >
              {statusNames[step]}
            </button>
          ) : (
            <span>{statusNames[step]}</span>
          )}
        </li>
      ))}
    </ol>
  );
}
