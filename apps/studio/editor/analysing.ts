import { setDiagnostics } from '@codemirror/lint';
import type { Extension } from '@codemirror/state';
import { type EditorView, ViewPlugin } from '@codemirror/view';
import type { Analysis } from './analysis.ts';
import { diagnosticsOf } from './diagnostics.ts';
import { showHoles } from './hole-marks.ts';

/** A text is read again when nothing was typed for as long as reading it took the last time, within these bounds. */
const shortestPauseMs = 5;
const longestPauseMs = 1_500;

/**
 * Keeps the findings of the editor's text current: as squiggles, in the gutter, as marks on holes, and for whoever
 * listens.
 */
export function analysing(analyse: (text: string) => Analysis, onAnalysis: (analysis: Analysis) => void): Extension {
  return ViewPlugin.define((view) => {
    let pauseMs = shortestPauseMs;
    let timer = setTimeout(run, 0);
    function run(): void {
      const started = performance.now();
      const analysis = analyse(view.state.doc.toString());
      show(view, analysis);
      onAnalysis(analysis);
      pauseMs = Math.min(Math.max(performance.now() - started, shortestPauseMs), longestPauseMs);
    }
    return {
      update(update) {
        if (!update.docChanged) return;
        clearTimeout(timer);
        timer = setTimeout(run, pauseMs);
      },
      destroy: () => clearTimeout(timer),
    };
  });
}

function show(view: EditorView, analysis: Analysis): void {
  view.dispatch(setDiagnostics(view.state, diagnosticsOf(analysis.findings)));
  view.dispatch({ effects: showHoles.of(analysis.draft.holes.map(({ span }) => span)) });
}
