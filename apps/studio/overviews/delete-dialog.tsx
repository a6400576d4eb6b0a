'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { api, type OverviewSummary } from '#client/api';
import { problemOf } from '#client/problem';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { Notice } from '#ui/notice.tsx';

export interface DeleteDialogProps {
  readonly overview: OverviewSummary;
  readonly onClose: () => void;
}

/** Asks before an overview is deleted; the version that was seen is the one that is deleted. */
export function DeleteDialog({ overview, onClose }: DeleteDialogProps): ReactElement {
  const queries = useQueryClient();
  const removal = useMutation({
    mutationFn: () => api.remove(overview.id, overview.version),
    onSuccess: onClose,
    onSettled: () => queries.invalidateQueries({ queryKey: ['overviews'] }),
  });
  return (
    <Dialog
      title="Delete this overview?"
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button kind="danger" disabled={removal.isPending} onClick={() => removal.mutate()}>
            {removal.isPending ? 'Deleting…' : 'Delete'}
          </Button>
        </>
      }
    >
      <p style={{ overflowWrap: 'anywhere' }}>
        <strong>{overview.name}</strong> and all its {overview.version === 1 ? 'text' : `${overview.version} versions`}{' '}
        will be gone. This cannot be undone.
      </p>
      {removal.isError ? <DeleteFailed error={removal.error} /> : null}
    </Dialog>
  );
}

function DeleteFailed({ error }: { readonly error: unknown }): ReactElement {
  const problem = problemOf(error);
  return (
    <Notice kind="error" title={problem.title}>
      <p>{problem.status === 412 ? 'Look at what was changed before you delete it.' : problem.detail}</p>
    </Notice>
  );
}
