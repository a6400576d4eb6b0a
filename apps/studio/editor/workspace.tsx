'use client';

import { type ReactElement, useCallback, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { Overview } from '#client/api';
import { LiveStrip } from '#live/live-strip.tsx';
import type { Analysis } from './analysis.ts';
import type { KeptDraft } from './kept-draft.ts';
import { type PanelName, Panes } from './panes.tsx';
import { TextEditor, type TextEditorHandle } from './text-editor.tsx';
import { Toolbar } from './toolbar.tsx';
import { useEditing } from './use-editing.ts';
import { useSaveKey } from './use-save-key.ts';
import { useTitle } from './use-title.ts';
import { useWide } from './use-wide.ts';
import styles from './workspace.module.css';
import { WorkspaceDialogs } from './workspace-dialogs.tsx';
import { WorkspaceNotices } from './workspace-notices.tsx';

export interface WorkspaceProps {
  readonly overview: Overview;
  /** Unsaved work of an earlier visit. */
  readonly kept: KeptDraft | undefined;
}

/** The editor of one overview with everything around it. */
export function Workspace({ overview, kept }: WorkspaceProps): ReactElement {
  const editing = useEditing(overview, kept);
  const { state, tell } = editing;
  const [analysis, setAnalysis] = useState<Analysis>();
  const [panel, setPanel] = useState<PanelName>('text');
  const text = useRef<TextEditorHandle>(null);
  const isWide = useWide();
  useSaveKey(editing.save);
  useTitle(state.draft.name);

  const onChange = useCallback((next: string) => tell({ kind: 'typed', text: next }), [tell]);
  const onReplace = useCallback((next: string) => text.current?.replace(next), []);
  const onJump = useCallback((from: number, to?: number) => {
    // On a narrow screen the text has to be shown before it can be gone to.
    flushSync(() => setPanel('text'));
    text.current?.jump(from, to);
  }, []);

  return (
    <main id="content" className={styles.workspace} tabIndex={-1}>
      <Toolbar editing={editing} />
      <WorkspaceNotices editing={editing} overview={overview} isRestored={kept !== undefined} onReplace={onReplace} />
      <Panes isWide={isWide} panel={panel} onPanel={setPanel} analysis={analysis} onJump={onJump}>
        <TextEditor
          ref={text}
          text={state.draft.text}
          readOnly={state.base.status === 'done'}
          onChange={onChange}
          onAnalysis={setAnalysis}
        />
      </Panes>
      <LiveStrip />
      <WorkspaceDialogs editing={editing} onReplace={onReplace} />
    </main>
  );
}
