'use client';

import { useQuery } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { api, type Overview } from '#client/api';
import { problemOf } from '#client/problem';
import { LoadFailed } from '#overviews/load-failed.tsx';
import { Empty } from '#ui/empty.tsx';
import { GuardedLink } from '#ui/guarded-link.tsx';
import { Sheet } from '#ui/sheet.tsx';
import { type KeptDraft, keptDraft } from './kept-draft.ts';
import { Opening } from './opening.tsx';
import { Workspace } from './workspace.tsx';

/** One overview: reads it once, then hands it to the workspace, which owns it from there. */
export function OverviewPage({ id }: { readonly id: string }): ReactElement {
  // What is on the screen changes by the user's hand only: a conflict is told when saving.
  const query = useQuery({
    queryKey: ['overview', id],
    queryFn: () => api.read(id),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnMount: 'always',
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  if (query.isPending) return <Opening />;
  if (query.isError) return <NotLoaded error={query.error} onRetry={() => void query.refetch()} />;
  return <Opened key={query.data.id} overview={query.data} />;
}

function Opened({ overview }: { readonly overview: Overview }): ReactElement {
  const [kept] = useState<KeptDraft | undefined>(() => unsavedWork(overview));
  return <Workspace overview={overview} kept={kept} />;
}

/** What this browser kept of it, if that differs from what is saved. */
function unsavedWork({ id, name, text }: Overview): KeptDraft | undefined {
  const kept = keptDraft(localStorage, id);
  return kept === undefined || (kept.name === name && kept.text === text) ? undefined : kept;
}

function NotLoaded({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }): ReactElement {
  const problem = problemOf(error);
  const isUnknown = problem.status === 404 || problem.status === 400;
  return (
    <Sheet title="Overview">
      {isUnknown ? (
        <Empty title="There is no such overview" actions={<GuardedLink href="/">To all overviews</GuardedLink>}>
          <p>It may have been deleted, or the address is not complete.</p>
        </Empty>
      ) : (
        <LoadFailed what="The overview" problem={problem} onRetry={onRetry} />
      )}
    </Sheet>
  );
}
