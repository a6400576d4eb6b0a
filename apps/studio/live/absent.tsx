import type { ReactElement } from 'react';
import type { Problem } from '#client/problem';
import { Empty } from '#ui/empty.tsx';
import { isNotRunning } from './feed.ts';

/** There is nothing to watch: why, and what to do about it. */
export function Absent({ problem }: { readonly problem: Problem }): ReactElement {
  if (isNotRunning(problem)) {
    return (
      <Empty title="Not running under asbuilt up">
        <p>
          Start a system by its overview with <code>asbuilt up</code>, and every edge of it shows up here: its breaker,
          its requests and failures, how long they take.
        </p>
      </Empty>
    );
  }
  return (
    <Empty title={problem.title}>
      <p>{problem.detail}</p>
      <p>Trying again from time to time.</p>
    </Empty>
  );
}
