import '@fontsource-variable/inter/index.css';
import '../ui/tokens.css';
import '../ui/base.css';
import type { Metadata, Viewport } from 'next';
import { connection } from 'next/server';
import type { ReactElement, ReactNode } from 'react';
import { Providers } from '#ui/providers.tsx';
import { SiteHeader } from '#ui/site-header.tsx';

export const metadata: Metadata = {
  title: { default: 'Asbuilt', template: '%s · Asbuilt' },
  description: 'Architecture overviews that are checked, drawn and run.',
};

export const viewport: Viewport = {
  colorScheme: 'light dark',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#ffffff' },
    { media: '(prefers-color-scheme: dark)', color: '#111d2b' },
  ],
};

/** Rendered for each request: the scripts of a page carry the nonce of its content security policy. */
export default async function RootLayout({ children }: { readonly children: ReactNode }): Promise<ReactElement> {
  await connection();
  return (
    <html lang="en">
      <body>
        <Providers>
          <SiteHeader />
          {children}
        </Providers>
      </body>
    </html>
  );
}
