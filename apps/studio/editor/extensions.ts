import type { Model } from '@asbuilt/core/model';
import { autocompletion, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { markdown, markdownLanguage } from '@codemirror/lang-markdown';
import { lintGutter, lintKeymap } from '@codemirror/lint';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { EditorState, type Extension } from '@codemirror/state';
import {
  crosshairCursor,
  drawSelection,
  dropCursor,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
  rectangularSelection,
} from '@codemirror/view';
import { completeNames } from './complete-names.ts';
import { frontMatter } from './front-matter.ts';
import { holeMarks } from './hole-marks.ts';
import { theme } from './theme.ts';

export interface ExtensionOptions {
  /** What a screen reader calls the text. */
  readonly label: string;
  /** What the text means at the moment, for completing names. */
  readonly model: () => Model | undefined;
}

/**
 * What makes the editor one for overviews. Tab is not bound: it leaves the editor, as everywhere on the page
 * (WCAG 2.2, 2.1.2).
 */
export function overviewEditing({ label, model }: ExtensionOptions): Extension {
  return [
    lineNumbers(),
    lintGutter(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    highlightSpecialChars(),
    highlightSelectionMatches(),
    history(),
    drawSelection(),
    dropCursor(),
    rectangularSelection(),
    crosshairCursor(),
    EditorState.allowMultipleSelections.of(true),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({ 'aria-label': label, id: 'text', spellcheck: 'false' }),
    markdown({ base: markdownLanguage, completeHTMLTags: false, pasteURLAsLink: false, extensions: frontMatter }),
    autocompletion({ override: [completeNames(model)], icons: false }),
    search({ top: true }),
    holeMarks,
    theme,
    keymap.of([...completionKeymap, ...searchKeymap, ...lintKeymap, ...historyKeymap, ...defaultKeymap]),
  ];
}
