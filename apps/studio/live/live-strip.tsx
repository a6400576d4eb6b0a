'use client';

import type { ReactElement } from 'react';
import type { EdgeState } from '#client/api';
import { GuardedLink } from '#ui/guarded-link.tsx';
import { BreakerState } from './breaker-state.tsx';
import type { Feed } from './feed.ts';
import { LiveDot } from './live-dot.tsx';
import styles from './live-strip.module.css';
import { count, latency } from './measures.ts';
import { useFeed } from './use-feed.ts';

/** The running system in one line: every edge with its breaker and latency. */
export function LiveStrip(): ReactElement {
  const feed = useFeed();
  const edges = edgesOf(feed);
  return (
    <aside className={styles.strip} aria-label="Running system" data-feed={feed.kind}>
      <div className={styles.head}>
        <LiveDot feed={feed} />
        <Explanation feed={feed} />
      </div>
      {edges.length === 0 ? null : (
        <ul className={styles.edges} aria-label="Edges">
          {edges.map((edge) => (
            <Edge key={edge.name} edge={edge} />
          ))}
        </ul>
      )}
    </aside>
  );
}

function edgesOf(feed: Feed): readonly EdgeState[] {
  switch (feed.kind) {
    case 'live':
      return feed.status.edges;
    case 'lost':
      return feed.last.edges;
    case 'connecting':
    case 'absent':
      return [];
  }
}

function Explanation({ feed }: { readonly feed: Feed }): ReactElement | null {
  switch (feed.kind) {
    case 'live':
      return (
        <GuardedLink href="/live" className={styles.overview} title={feed.status.overview}>
          {feed.status.overview}
        </GuardedLink>
      );
    case 'absent':
      return <span className={styles.why}>{feed.problem.title}</span>;
    case 'lost':
      return <span className={styles.why}>Trying again</span>;
    case 'connecting':
      return null;
  }
}

function Edge({ edge }: { readonly edge: EdgeState }): ReactElement {
  return (
    <li className={styles.edge} title={`${edge.from} → ${edge.to}, ${count(edge.inFlight)} in flight`}>
      <span className={styles.name}>
        {edge.from} → {edge.to}
      </span>
      <BreakerState breaker={edge.breaker} />
      <span className={styles.figures}>
        {count(edge.requests)} req
        {edge.failures === 0 ? null : <b> {count(edge.failures)} failed</b>}
        {edge.p50Ms === undefined ? null : ` · p50 ${latency(edge.p50Ms)} · p99 ${latency(edge.p99Ms)}`}
      </span>
    </li>
  );
}
