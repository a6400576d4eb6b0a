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
      <svg viewBox="0 0 28 14" width="28" height="14" aria-hidden="true">
        <g fill="none" stroke="currentColor" strokeWidth="1.75" strokeLinecap="round">
          <path d="M1 10h5M22 10h5" />
          <path d={arm(breaker)} />
        </g>
        <circle cx="7" cy="10" r="2" fill="currentColor" />
        <circle cx="21" cy="10" r="2" fill="currentColor" />
      </svg>
      {words[breaker]}
    </span>
  );
}

function arm(breaker: EdgeState['breaker']): string {
  switch (breaker) {
    case 'closed':
    case 'none':
      return 'M7 10h14';
    case 'open':
      return 'M7 10L18 2';
    case 'half-open':
      return 'M7 10L20 6';
  }
}
