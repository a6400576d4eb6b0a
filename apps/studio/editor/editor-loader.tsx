'use client';

import dynamic from 'next/dynamic';
import type { ReactElement } from 'react';
import { Opening } from './opening.tsx';

/** Editor and core run in the browser only, so the server does not load them. */
const OverviewPage = dynamic(() => import('./overview-page.tsx').then((module) => module.OverviewPage), {
  ssr: false,
  loading: Opening,
});

/** The page of one overview. */
export function EditorLoader({ id }: { readonly id: string }): ReactElement {
  return <OverviewPage id={id} />;
}
