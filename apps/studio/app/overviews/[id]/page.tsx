import type { Metadata } from 'next';
import type { ReactElement } from 'react';
import { EditorLoader } from '#editor/editor-loader.tsx';

export const metadata: Metadata = { title: 'Overview' };

interface PageProps {
  readonly params: Promise<{ readonly id: string }>;
}

export default async function Page({ params }: PageProps): Promise<ReactElement> {
  const { id } = await params;
  return <EditorLoader id={id} />;
}
