import type { Metadata } from 'next';
import type { ReactElement } from 'react';
import { OverviewsPage } from '#overviews/overviews-page.tsx';

export const metadata: Metadata = { title: 'Overviews' };

export default function Page(): ReactElement {
  return <OverviewsPage />;
}
