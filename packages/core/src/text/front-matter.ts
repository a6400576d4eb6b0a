import type { Span } from '#model/index';

/** The YAML between two `---` lines at the very start of a text; a text without the closing line has no front matter. */
export function findFrontMatter(text: string): { readonly span: Span; readonly block: Span } | undefined {
  const open = /^\uFEFF?---[ \t]*(?:\r\n|\n|\r)/.exec(text);
  if (open === null) return undefined;
  const from = open[0].length;
  const closing = /(?:\r\n|\n|\r)(?:---|\.\.\.)[ \t]*(?=\r\n|\n|\r|$)/g;
  closing.lastIndex = from;
  const empty = /^(?:---|\.\.\.)[ \t]*(?=\r\n|\n|\r|$)/.exec(text.slice(from, from + 200));
  if (empty !== null) return { span: { from, to: from }, block: { from: 0, to: from + empty[0].length } };
  const close = closing.exec(text);
  if (close === null) return undefined;
  return { span: { from, to: close.index }, block: { from: 0, to: close.index + close[0].length } };
}
