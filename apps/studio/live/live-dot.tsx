import type { ReactElement } from 'react';
import { type Feed, isNotRunning } from './feed.ts';
import styles from './live-dot.module.css';

/** Whether the feed is well, in a word. Announced when it changes. */
export function LiveDot({ feed }: { readonly feed: Feed }): ReactElement {
  return <output className={`${styles.dot} ${styles[feed.kind]}`}>{word(feed)}</output>;
}

function word(feed: Feed): string {
  switch (feed.kind) {
    case 'connecting':
      return 'Connecting';
    case 'live':
      return 'Live';
    case 'lost':
      return 'Connection lost';
    case 'absent':
      return isNotRunning(feed.problem) ? 'Not running' : 'Unknown';
  }
}
