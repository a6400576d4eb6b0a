import type { ReactElement } from 'react';
import type { Problem } from '#client/problem';
import { Button } from '#ui/button.tsx';
import { Notice } from '#ui/notice.tsx';

export interface LoadFailedProps {
  /** What could not be read, as the beginning of a sentence. */
  readonly what: string;
  readonly problem: Problem;
  readonly onRetry: () => void;
}

/** Something could not be read: why, and a way to try again. */
export function LoadFailed({ what, problem, onRetry }: LoadFailedProps): ReactElement {
  return (
    <Notice
      kind="error"
      title={`${what} could not be read: ${problem.title}`}
      actions={
        <Button small onClick={onRetry}>
          Try again
        </Button>
      }
    >
      {problem.detail === undefined ? null : <p>{problem.detail}</p>}
    </Notice>
  );
}
