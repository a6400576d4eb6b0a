'use client';

import { usePathname } from 'next/navigation';
import type { ReactElement } from 'react';
import { GuardedLink } from './guarded-link.tsx';
import { Mark } from './mark.tsx';
import styles from './site-header.module.css';

const places = [
  { href: '/', name: 'Overviews', covers: (path: string) => path === '/' || path.startsWith('/overviews') },
  { href: '/live', name: 'Live', covers: (path: string) => path.startsWith('/live') },
] as const;

/** The head of every page: skip link, name and the places one can go to. */
export function SiteHeader(): ReactElement {
  const path = usePathname();
  return (
    <>
      <a className="skip" href="#content">
        Skip to content
      </a>
      <header className={styles.header}>
        <GuardedLink className={styles.brand} href="/" aria-label="Asbuilt, to the overviews">
          <Mark />
          <span>Asbuilt</span>
        </GuardedLink>
        <nav className={styles.places} aria-label="Places">
          {places.map((place) => (
            <GuardedLink
              key={place.href}
              className={styles.place}
              href={place.href}
              {...(place.covers(path) ? { 'aria-current': 'page' as const } : {})}
            >
              {place.name}
            </GuardedLink>
          ))}
        </nav>
      </header>
    </>
  );
}
