'use client';

import type { Model } from '@asbuilt/core/model';
import { Compartment, EditorState, Text } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { type ReactElement, type RefObject, useEffect, useImperativeHandle, useRef, useState } from 'react';
import { analysing } from './analysing.ts';
import { type Analysis, createAnalyser } from './analysis.ts';
import { overviewEditing } from './extensions.ts';
import { lineEndingOf } from './line-ending.ts';
import styles from './text-editor.module.css';

/** What the page may ask of the editor. */
export interface TextEditorHandle {
  /** Selects a range of the text, shows it and puts the cursor there. */
  jump(from: number, to?: number): void;
  /** Replaces the whole text as one edit, which can be undone. */
  replace(text: string): void;
}

export interface TextEditorProps {
  /** Read once, when the editor appears. */
  readonly text: string;
  readonly readOnly: boolean;
  readonly onChange: (text: string) => void;
  readonly onAnalysis: (analysis: Analysis) => void;
  readonly ref: RefObject<TextEditorHandle | null>;
}

/** The text of an overview, with its findings in place. */
export function TextEditor({ text, readOnly, onChange, onAnalysis, ref }: TextEditorProps): ReactElement {
  const parent = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const [parts] = useState(createParts);
  const start = useRef({ text, readOnly, onChange, onAnalysis });

  useEffect(() => {
    if (parent.current === null) return;
    const editor = createEditor(parent.current, start.current, parts);
    view.current = editor;
    return () => {
      view.current = null;
      editor.destroy();
    };
  }, [parts]);

  useEffect(() => {
    view.current?.dispatch({ effects: parts.access.reconfigure(EditorState.readOnly.of(readOnly)) });
  }, [parts, readOnly]);

  useImperativeHandle(ref, () => ({
    jump: (from, to) => {
      if (view.current !== null) jump(view.current, from, to ?? from);
    },
    replace: (next) => {
      if (view.current !== null) replace(view.current, parts.endings, next);
    },
  }));

  return <div ref={parent} className={styles.editor} data-readonly={readOnly} />;
}

type StartProps = Omit<TextEditorProps, 'ref'>;

/** The parts of the editor's configuration that change while it is open. */
interface ChangingParts {
  readonly access: Compartment;
  readonly endings: Compartment;
}

function createParts(): ChangingParts {
  return { access: new Compartment(), endings: new Compartment() };
}

function createEditor(parent: HTMLElement, props: StartProps, { access, endings }: ChangingParts): EditorView {
  let model: Model | undefined;
  const onAnalysis = (analysis: Analysis): void => {
    model = analysis.model;
    props.onAnalysis(analysis);
  };
  const state = EditorState.create({
    doc: Text.of(props.text.split(lineEndingOf(props.text))),
    extensions: [
      endings.of(EditorState.lineSeparator.of(lineEndingOf(props.text))),
      access.of(EditorState.readOnly.of(props.readOnly)),
      overviewEditing({ label: 'Text of the overview, Markdown', model: () => model }),
      analysing(createAnalyser(), onAnalysis),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) props.onChange(update.state.sliceDoc());
      }),
    ],
  });
  return new EditorView({ parent, state });
}

function jump(view: EditorView, from: number, to: number): void {
  const { length } = view.state.doc;
  const anchor = Math.min(from, length);
  view.dispatch({
    selection: { anchor, head: Math.min(to, length) },
    effects: EditorView.scrollIntoView(anchor, { y: 'center' }),
  });
  view.focus();
}

function replace(view: EditorView, endings: Compartment, text: string): void {
  const ending = lineEndingOf(text);
  view.dispatch({
    effects: endings.reconfigure(EditorState.lineSeparator.of(ending)),
    changes: { from: 0, to: view.state.doc.length, insert: Text.of(text.split(ending)) },
    userEvent: 'input.replace',
  });
}
