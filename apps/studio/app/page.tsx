import type { Metadata } from 'next';
import type { ReactElement } from 'react';
import { OverviewsPage } from '#overviews/overviews-page.tsx';

export const metadata: Metadata = { title: { absolute: 'Overviews · Asbuilt' } };

export default function Page(): ReactElement {
  return <OverviewsPage />;
}
