'use client';

import type { ReactElement } from 'react';
import { Button } from '#ui/button.tsx';
import { Notice } from '#ui/notice.tsx';
import { Sheet } from '#ui/sheet.tsx';

/** A page failed while it was drawn. Unsaved work of the editor stays in the browser. */
export default function PageFailed({
  error,
  reset,
}: {
  readonly error: Error;
  readonly reset: () => void;
}): ReactElement {
  return (
    <Sheet title="Something went wrong">
      <Notice
        kind="error"
        title="This page could not be shown"
        actions={
          <Button small onClick={reset}>
            Try again
          </Button>
        }
      >
        <p>{error.message}</p>
      </Notice>
    </Sheet>
  );
}
