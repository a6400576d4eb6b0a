'use client';

import { type ReactElement, useEffect, useState } from 'react';
import { timeAgo } from './time.ts';

/** A point in time, said by how long ago it was; the exact time is in its title. */
export function Moment({ at }: { readonly at: string }): ReactElement {
  const then = new Date(at);
  const now = useNow(30_000);
  const exact = then.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
  return (
    <time dateTime={at} title={exact}>
      {timeAgo(then, now)}
    </time>
  );
}

function useNow(everyMs: number): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
