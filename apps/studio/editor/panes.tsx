'use client';

import dynamic from 'next/dynamic';
import type { ReactElement, ReactNode } from 'react';
import { counted } from '#overviews/count-badges.tsx';
import type { Analysis } from './analysis.ts';
import { FindingsPanel } from './findings-panel.tsx';
import styles from './panes.module.css';
import { panelId, type Tab, Tabs, tabId } from './tabs.tsx';

/** What can be looked at; the text is a panel of its own only where there is no room beside it. */
export type PanelName = 'text' | 'findings' | 'diagram';

export interface PanesProps {
  readonly isWide: boolean;
  readonly panel: PanelName;
  readonly onPanel: (panel: PanelName) => void;
  readonly analysis: Analysis | undefined;
  readonly onJump: (from: number, to?: number) => void;
  /** The editor. */
  readonly children: ReactNode;
}

/** Drawing brings its layout engine along, so it is loaded when somebody looks. */
const DiagramPane = dynamic(() => import('#diagram/diagram-pane.tsx').then((module) => module.DiagramPane), {
  ssr: false,
  loading: () => <p className={styles.waiting}>Drawing…</p>,
});

/** The text with findings and diagram beside it, or all three behind tabs on a narrow screen. */
export function Panes({ isWide, panel, onPanel, analysis, onJump, children }: PanesProps): ReactElement {
  const selected = isWide && panel === 'text' ? 'findings' : panel;
  const tabs: readonly Tab<PanelName>[] = [
    { name: 'findings', title: <FindingsTitle analysis={analysis} /> },
    { name: 'diagram', title: 'Diagram' },
  ];
  return (
    <div className={styles.panes} data-wide={isWide}>
      <div className={styles.side} data-alone={!isWide && selected === 'text'}>
        <Tabs
          label="Views"
          tabs={isWide ? tabs : [{ name: 'text', title: 'Text' }, ...tabs]}
          selected={selected}
          onSelect={onPanel}
        />
        <div
          id={panelId('findings')}
          role="tabpanel"
          aria-labelledby={tabId('findings')}
          className={styles.panel}
          hidden={selected !== 'findings'}
        >
          <FindingsPanel analysis={analysis} onJump={onJump} />
        </div>
        <div
          id={panelId('diagram')}
          role="tabpanel"
          aria-labelledby={tabId('diagram')}
          className={styles.panel}
          hidden={selected !== 'diagram'}
        >
          {selected === 'diagram' && analysis !== undefined ? (
            <DiagramPane model={analysis.model} onJump={onJump} />
          ) : null}
        </div>
      </div>
      <section id={panelId('text')} className={styles.text} aria-label="Text" hidden={!isWide && selected !== 'text'}>
        {children}
      </section>
      <output className="unseen">
        {analysis === undefined ? '' : `${counted(analysis.errors, 'error')}, ${counted(analysis.warnings, 'warning')}`}
      </output>
    </div>
  );
}

function FindingsTitle({ analysis }: { readonly analysis: Analysis | undefined }): ReactElement {
  if (analysis === undefined) return <>Findings</>;
  const { errors, warnings } = analysis;
  return (
    <>
      Findings
      <span className={styles.counts} data-testid="counts">
        <span data-tone={errors > 0 ? 'error' : 'quiet'}>{counted(errors, 'error')}</span>
        <span data-tone={warnings > 0 ? 'warning' : 'quiet'}>{counted(warnings, 'warning')}</span>
      </span>
    </>
  );
}
