'use client';

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactElement, type ReactNode, useState } from 'react';
import { isWorthRetrying } from '#client/problem';
import { createLeaveGuard, LeaveGuardContext } from './leave-guard.ts';

/** What every page shares: the cache of answers, and the question before unsaved work is left. */
export function Providers({ children }: { readonly children: ReactNode }): ReactElement {
  const [queries] = useState(createQueries);
  const [guard] = useState(createLeaveGuard);
  return (
    <QueryClientProvider client={queries}>
      <LeaveGuardContext value={guard}>{children}</LeaveGuardContext>
    </QueryClientProvider>
  );
}

function createQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        retry: (failures, error) => failures < 2 && isWorthRetrying(error),
        staleTime: 2_000,
      },
    },
  });
}
