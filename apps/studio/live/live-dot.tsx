import type { ReactElement } from 'react';
import type { Problem } from '#client/problem';
import type { Feed } from './feed.ts';
import styles from './live-dot.module.css';

/** Whether the feed is well, in a word. Announced when it changes. */
export function LiveDot({ feed }: { readonly feed: Feed }): ReactElement {
  return <output className={`${styles.dot} ${styles[feed.kind]}`}>{word(feed)}</output>;
}

/** The API's way to say that it was not started by `asbuilt up`. */
export function isNotRunning(problem: Problem): boolean {
  return problem.type === 'urn:asbuilt:problem:system-not-running';
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
