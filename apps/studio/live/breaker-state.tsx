import type { ReactElement } from 'react';
import type { EdgeState } from '#client/api';
import styles from './breaker-state.module.css';

const words: Readonly<Record<EdgeState['breaker'], string>> = {
  closed: 'closed',
  open: 'open',
  'half-open': 'half-open',
  none: 'no breaker',
};

/** The state of an edge's breaker as a switch that is closed, open or about to close. */
export function BreakerState({ breaker }: { readonly breaker: EdgeState['breaker'] }): ReactElement {
  return (
    <span className={`${styles.state} ${styles[breaker]}`}>
      <svg viewBox="0 0 22 10" width="22" height="10" aria-hidden="true">
        <g fill="none" stroke="currentColor" strokeWidth="1.5">
          <circle cx="5" cy="6" r="1.75" fill="currentColor" stroke="none" />
          <circle cx="17" cy="6" r="1.75" fill="currentColor" stroke="none" />
          <path d="M0 6h5M17 6h5" />
          <path d={arm(breaker)} />
        </g>
      </svg>
      {words[breaker]}
    </span>
  );
}

function arm(breaker: EdgeState['breaker']): string {
  switch (breaker) {
    case 'closed':
    case 'none':
      return 'M5 6h12';
    case 'open':
      return 'M5 6L15 0.5';
    case 'half-open':
      return 'M5 6L16 3.5';
  }
}
