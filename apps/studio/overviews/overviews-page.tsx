'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { api, type OverviewList, type OverviewSummary } from '#client/api';
import { problemOf } from '#client/problem';
import { Button } from '#ui/button.tsx';
import { Empty } from '#ui/empty.tsx';
import { Sheet } from '#ui/sheet.tsx';
import { CreateDialog } from './create-dialog.tsx';
import { DeleteDialog } from './delete-dialog.tsx';
import { LoadFailed } from './load-failed.tsx';
import { LoadingRows } from './loading-rows.tsx';
import { OverviewTable } from './overview-table.tsx';
import styles from './overviews-page.module.css';

/** Counts come from a job that runs after each save: until they are there, the list is read again this often. */
const countsAfterMs = 1_500;

type Question =
  | { readonly kind: 'none' }
  | { readonly kind: 'create' }
  | { readonly kind: 'delete'; readonly overview: OverviewSummary };

/** All overviews of the team, with what the check says of each. */
export function OverviewsPage(): ReactElement {
  const [question, setQuestion] = useState<Question>({ kind: 'none' });
  const close = (): void => setQuestion({ kind: 'none' });
  const list = useOverviews();
  const create = (): void => setQuestion({ kind: 'create' });
  return (
    <Sheet
      title="Overviews"
      lead="Each says what a system is. Asbuilt checks what it says, draws it and runs it."
      actions={
        <Button kind="main" onClick={create}>
          New overview
        </Button>
      }
    >
      <List list={list} onCreate={create} onDelete={(overview) => setQuestion({ kind: 'delete', overview })} />
      {question.kind === 'create' ? <CreateDialog onClose={close} /> : null}
      {question.kind === 'delete' ? <DeleteDialog overview={question.overview} onClose={close} /> : null}
    </Sheet>
  );
}

interface ListProps {
  readonly list: ReturnType<typeof useOverviews>;
  readonly onCreate: () => void;
  readonly onDelete: (overview: OverviewSummary) => void;
}

function List({ list, onCreate, onDelete }: ListProps): ReactElement {
  if (list.isPending) return <LoadingRows />;
  if (list.isError && list.data === undefined) {
    return <LoadFailed what="The overviews" problem={problemOf(list.error)} onRetry={() => void list.refetch()} />;
  }
  const overviews = list.data?.pages.flatMap(({ items }) => items) ?? [];
  if (overviews.length === 0) return <NoOverviews onCreate={onCreate} />;
  return (
    <>
      {list.isError ? (
        <LoadFailed what="The list" problem={problemOf(list.error)} onRetry={() => void list.refetch()} />
      ) : null}
      <OverviewTable overviews={overviews} onDelete={onDelete} />
      {list.hasNextPage ? (
        <div className={styles.more}>
          <Button onClick={() => void list.fetchNextPage()} disabled={list.isFetchingNextPage}>
            {list.isFetchingNextPage ? 'Loading…' : 'Show more'}
          </Button>
        </div>
      ) : null}
    </>
  );
}

function NoOverviews({ onCreate }: { readonly onCreate: () => void }): ReactElement {
  return (
    <Empty
      title="No overviews yet"
      actions={
        <Button kind="main" onClick={onCreate}>
          Write the first one
        </Button>
      }
    >
      <p>Begin with a short example, paste a text, or take a Markdown file that you already have.</p>
    </Empty>
  );
}

function useOverviews() {
  return useInfiniteQuery({
    queryKey: ['overviews'],
    queryFn: ({ pageParam }) => api.list(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last: OverviewList) => last.next ?? undefined,
    refetchInterval: (query) => (isCounting(query.state.data?.pages) ? countsAfterMs : false),
  });
}

function isCounting(pages: readonly OverviewList[] | undefined): boolean {
  return pages?.some(({ items }) => items.some(({ errors }) => errors === null)) ?? false;
}
