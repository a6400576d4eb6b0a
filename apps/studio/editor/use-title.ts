'use client';

import { useEffect } from 'react';

/** Puts the overview's name into the window's title, which the server does not know. */
export function useTitle(name: string): void {
  useEffect(() => {
    document.title = `${name} · Asbuilt`;
  }, [name]);
}
