'use client';

import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { type ComponentProps, type ReactElement, useContext } from 'react';
import { LeaveGuardContext } from './leave-guard.ts';

/** A link inside the Studio that lets a page with unsaved work ask first. */
export function GuardedLink({ href, ...rest }: ComponentProps<typeof Link> & { readonly href: string }): ReactElement {
  const guard = useContext(LeaveGuardContext);
  const router = useRouter();
  return (
    <Link
      href={href}
      {...rest}
      onNavigate={(event) => {
        const ask = guard.question();
        if (ask === undefined) return;
        event.preventDefault();
        ask(() => router.push(href));
      }}
    />
  );
}
