'use client';

import type { ReactElement, ReactNode } from 'react';
import type { SystemStatus } from '#client/api';
import { Empty } from '#ui/empty.tsx';
import { Moment } from '#ui/moment.tsx';
import { Notice } from '#ui/notice.tsx';
import { Sheet } from '#ui/sheet.tsx';
import { Absent } from './absent.tsx';
import { EdgesTable } from './edges-table.tsx';
import type { Feed } from './feed.ts';
import { LiveDot } from './live-dot.tsx';
import styles from './live-page.module.css';
import { ServicesTable } from './services-table.tsx';
import { useFeed } from './use-feed.ts';

/** The running system, edge by edge, as it changes. */
export function LivePage(): ReactElement {
  const feed = useFeed();
  return (
    <Sheet title="Live" lead={<Lead feed={feed} />}>
      <Body feed={feed} />
    </Sheet>
  );
}

function Lead({ feed }: { readonly feed: Feed }): ReactNode {
  switch (feed.kind) {
    case 'live':
      return (
        <>
          <LiveDot feed={feed} /> <code>{feed.status.overview}</code>, started <Moment at={feed.status.startedAt} />
        </>
      );
    case 'lost':
    case 'connecting':
    case 'absent':
      return <LiveDot feed={feed} />;
  }
}

function Body({ feed }: { readonly feed: Feed }): ReactElement {
  switch (feed.kind) {
    case 'connecting':
      return <div className={styles.waiting} aria-hidden="true" />;
    case 'absent':
      return <Absent problem={feed.problem} />;
    case 'lost':
      return (
        <>
          <Notice kind="warning" title="The connection to the running system is lost">
            Trying again. Below is what was last seen.
          </Notice>
          <Tables status={feed.last} />
        </>
      );
    case 'live':
      return <Tables status={feed.status} />;
  }
}

function Tables({ status }: { readonly status: SystemStatus }): ReactElement {
  return (
    <>
      <section className={styles.section} aria-labelledby="edges">
        <h2 id="edges">Edges</h2>
        {status.edges.length === 0 ? (
          <Empty title="No edges">
            The overview&apos;s request flow names no calls, so there is nothing to watch between services.
          </Empty>
        ) : (
          <EdgesTable edges={status.edges} />
        )}
      </section>
      <section className={styles.section} aria-labelledby="services">
        <h2 id="services">Services</h2>
        {status.services.length === 0 ? (
          <Empty title="No services">The overview names no services.</Empty>
        ) : (
          <ServicesTable services={status.services} />
        )}
      </section>
    </>
  );
}
