import type { Metadata } from 'next';
import type { ReactElement } from 'react';
import { LivePage } from '#live/live-page.tsx';

export const metadata: Metadata = { title: 'Live' };

export default function Page(): ReactElement {
  return <LivePage />;
}
