import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

const highlight = HighlightStyle.define([
  { tag: tags.heading, color: 'var(--code-heading)', fontWeight: '650' },
  { tag: tags.strong, fontWeight: '650' },
  { tag: tags.emphasis, fontStyle: 'italic' },
  { tag: tags.strikethrough, textDecoration: 'line-through' },
  { tag: [tags.link, tags.url], color: 'var(--code-link)' },
  { tag: tags.monospace, color: 'var(--code-value)' },
  { tag: [tags.processingInstruction, tags.contentSeparator, tags.labelName], color: 'var(--code-mark)' },
  { tag: [tags.meta, tags.comment], color: 'var(--code-mark)' },
  { tag: tags.quote, color: 'var(--ink-soft)' },
]);

const wavy = (colour: string): Record<string, string> => ({
  backgroundImage: 'none',
  textDecoration: `underline wavy ${colour} 1px`,
  textUnderlineOffset: '0.25em',
  textDecorationSkipInk: 'none',
});

const look = EditorView.theme({
  '&': { height: '100%', fontSize: '0.8125rem', color: 'var(--ink)', backgroundColor: 'var(--sheet)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--font-code)', lineHeight: '1.6' },
  '.cm-content': { padding: '0.75rem 0', caretColor: 'var(--ink)' },
  '.cm-line': { padding: '0 1rem 0 0.5rem' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)', borderLeftWidth: '2px' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'var(--code-selection)',
  },
  '.cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--hover) 55%, transparent)' },
  '.cm-gutters': { backgroundColor: 'var(--sunken)', color: 'var(--ink-soft)', borderRight: '1px solid var(--line)' },
  '.cm-activeLineGutter': { backgroundColor: 'var(--hover)', color: 'var(--ink)' },
  '.cm-lineNumbers .cm-gutterElement': { padding: '0 0.5rem 0 0.75rem', fontVariantNumeric: 'tabular-nums' },
  '.cm-hole': { border: '1px dashed var(--warning)', borderRadius: '2px', padding: '0 1px' },
  '.cm-searchMatch': { backgroundColor: 'var(--warning-soft)', outline: '1px solid var(--warning)' },
  '.cm-searchMatch-selected': { backgroundColor: 'var(--code-selection)' },
  '.cm-selectionMatch': { backgroundColor: 'var(--accent-soft)' },
  '.cm-panels': { backgroundColor: 'var(--sunken)', color: 'var(--ink)', borderColor: 'var(--line)' },
  '.cm-panel.cm-search': { padding: '0.5rem 2rem 0.5rem 0.75rem', fontFamily: 'var(--font-text)' },
  '.cm-panel.cm-search :is(label, input, button)': { fontSize: '0.8125rem' },
  '.cm-textfield': {
    backgroundColor: 'var(--sheet)',
    color: 'var(--ink)',
    border: '1px solid var(--line-strong)',
    borderRadius: 'var(--radius)',
    padding: '0.25rem 0.5rem',
  },
  '.cm-button': {
    backgroundImage: 'none',
    backgroundColor: 'var(--sheet)',
    color: 'var(--ink)',
    border: '1px solid var(--line-strong)',
    borderRadius: 'var(--radius)',
    padding: '0.25rem 0.625rem',
  },
  '.cm-button:active': { backgroundImage: 'none', backgroundColor: 'var(--hover)' },
  '.cm-panel.cm-search [name=close]': { color: 'var(--ink-soft)', fontSize: '1.25rem', padding: '0 0.5rem' },
});

const findings = EditorView.theme({
  '.cm-lintRange-error': wavy('var(--error)'),
  '.cm-lintRange-warning': wavy('var(--warning)'),
  '.cm-lintRange-info': wavy('var(--info)'),
  '.cm-lintRange-active': { backgroundColor: 'var(--accent-soft)' },
  '.cm-lintPoint-error::after': { borderBottomColor: 'var(--error)' },
  '.cm-lintPoint-warning::after': { borderBottomColor: 'var(--warning)' },
  '.cm-lint-marker': { width: '0.75rem', height: '0.75rem', borderRadius: '50%', content: '""' },
  '.cm-lint-marker-error': { content: '""', backgroundColor: 'var(--error)' },
  '.cm-lint-marker-warning': { content: '""', backgroundColor: 'var(--warning)', borderRadius: '2px' },
  '.cm-lint-marker-info': { content: '""', backgroundColor: 'var(--info)' },
  '.cm-tooltip': {
    maxWidth: 'min(34rem, 90vw)',
    backgroundColor: 'var(--sheet)',
    color: 'var(--ink)',
    border: '1px solid var(--line-strong)',
    borderRadius: 'var(--radius)',
    boxShadow: 'var(--shadow)',
    fontFamily: 'var(--font-text)',
  },
  '.cm-diagnostic': { padding: '0.5rem 0.75rem', borderLeftWidth: '4px' },
  '.cm-diagnostic-error': { borderLeftColor: 'var(--error)' },
  '.cm-diagnostic-warning': { borderLeftColor: 'var(--warning)' },
  '.cm-diagnostic-info': { borderLeftColor: 'var(--info)' },
  '.cm-diagnosticSource': { fontSize: '0.75rem', opacity: '1', color: 'var(--ink-soft)' },
  '.cm-findingMessage, .cm-findingHelp': { margin: '0' },
  '.cm-findingHelp': { marginTop: '0.25rem', color: 'var(--ink-soft)' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { backgroundColor: 'var(--accent)', color: 'var(--on-accent)' },
});

/** The look of the editor in both schemes: every colour comes from `tokens.css`. */
export const theme: Extension = [look, findings, syntaxHighlighting(highlight)];
