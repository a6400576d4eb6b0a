'use client';

import { useEffect, useReducer } from 'react';
import { api } from '#client/api';
import { problemOf } from '#client/problem';
import { type Feed, type FeedEvent, feed, reconnectAfterMs } from './feed.ts';
import { readStatus } from './read-status.ts';

/** The control server sends an event `status` every second: a connection that is silent for this long is dead. */
const silentAfterMs = 10_000;

/** Follows the running system for as long as the component is shown, and connects again whenever the connection breaks. */
export function useFeed(): Feed {
  const [state, tell] = useReducer(feed, { kind: 'connecting' });
  useEffect(() => follow(tell), []);
  return state;
}

/** @returns the end of following */
function follow(tell: (event: FeedEvent) => void): () => void {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let tries = 0;
  let isOver = false;

  const again = (): void => {
    source?.close();
    clearTimeout(timer);
    tries += 1;
    timer = setTimeout(connect, reconnectAfterMs(tries));
  };
  const broken = (): void => {
    tell({ kind: 'broken' });
    again();
  };
  const watch = (): void => {
    clearTimeout(timer);
    timer = setTimeout(broken, silentAfterMs);
  };
  const listen = (): void => {
    source = new EventSource('/api/live/stream');
    source.addEventListener('error', broken);
    source.addEventListener('status', (event: MessageEvent<string>) => {
      const status = readStatus(event.data);
      if (status === undefined) return;
      tries = 0;
      watch();
      tell({ kind: 'status', status });
    });
    watch();
  };
  function connect(): void {
    void ask().then((event) => {
      if (isOver) return;
      tell(event);
      if (event.kind === 'status') listen();
      else again();
    });
  }

  connect();
  return () => {
    isOver = true;
    clearTimeout(timer);
    source?.close();
  };
}

/** Asks once before listening: an event source does not tell why it is refused. */
async function ask(): Promise<FeedEvent> {
  try {
    return { kind: 'status', status: await api.live() };
  } catch (error) {
    return { kind: 'refused', problem: problemOf(error) };
  }
}
