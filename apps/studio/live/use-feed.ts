'use client';

import { useEffect, useReducer } from 'react';
import { api } from '#client/api';
import { problemOf } from '#client/problem';
import { type Feed, type FeedEvent, feed, reconnectAfterMs } from './feed.ts';
import { readStatus } from './read-status.ts';

/** The control server sends an event every second: a connection that is silent for this long is dead. */
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
  let over = false;

  const watch = (): void => {
    clearTimeout(timer);
    timer = setTimeout(reconnect, silentAfterMs);
  };
  const connect = (): void => {
    source = new EventSource('/api/live/stream');
    source.addEventListener('message', (event: MessageEvent<string>) => {
      const status = readStatus(event.data);
      if (status === undefined) return;
      tries = 0;
      watch();
      tell({ kind: 'status', status });
    });
    source.addEventListener('error', reconnect);
    watch();
  };
  const reconnect = (): void => {
    source?.close();
    clearTimeout(timer);
    tell({ kind: 'broken' });
    void whyRefused().then((event) => {
      if (over) return;
      if (event !== undefined) tell(event);
      tries += 1;
      timer = setTimeout(connect, reconnectAfterMs(tries));
    });
  };

  connect();
  return () => {
    over = true;
    clearTimeout(timer);
    source?.close();
  };
}

/** An event source does not tell why it was refused; the same question without the stream does. */
async function whyRefused(): Promise<FeedEvent | undefined> {
  try {
    await api.live();
    return undefined;
  } catch (error) {
    return { kind: 'refused', problem: problemOf(error) };
  }
}
