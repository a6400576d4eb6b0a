/** The styles in which the diagram writes. */
export type TextStyle = 'kind' | 'name' | 'detail' | 'label';

/** The width of a line of text in its style, in pixels. */
export type Measure = (text: string, style: TextStyle) => number;

export interface FitOptions {
  readonly style: TextStyle;
  /** In pixels. */
  readonly maxWidth: number;
  /** 1 or more. */
  readonly maxLines: number;
}

/**
 * Breaks a text into lines that are no wider than allowed: between words, within a word only where it is too wide for a
 * line by itself. What does not fit in the allowed lines is cut off with an ellipsis.
 */
export function fitText(text: string, options: FitOptions, measure: Measure): readonly string[] {
  const fits = (line: string): boolean => measure(line, options.style) <= options.maxWidth;
  const lines: string[] = [];
  let rest = text.trim().replaceAll(/\s+/g, ' ');
  while (rest !== '' && lines.length < options.maxLines) {
    const isLast = lines.length === options.maxLines - 1;
    const line = fits(rest) ? rest : isLast ? cut(rest, fits) : firstLine(rest, fits);
    lines.push(line);
    rest = isLast ? '' : rest.slice(line.length).trimStart();
  }
  return lines;
}

/** The longest start of `text` that ends at a word's end and fits; of a word that is too wide, as much as fits. */
function firstLine(text: string, fits: (line: string) => boolean): string {
  let end = 0;
  for (let space = text.indexOf(' '); space !== -1; space = text.indexOf(' ', space + 1)) {
    if (!fits(text.slice(0, space))) break;
    end = space;
  }
  return end > 0 ? text.slice(0, end) : longestStart(text, fits);
}

function cut(text: string, fits: (line: string) => boolean): string {
  const start = longestStart(text, (line) => fits(`${line.trimEnd()}…`));
  return `${start.trimEnd()}…`;
}

/** By characters as people see them, at least one, so that every line moves on. */
function longestStart(text: string, fits: (line: string) => boolean): string {
  let start = '';
  for (const { segment } of new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text)) {
    if (start !== '' && !fits(start + segment)) break;
    start += segment;
  }
  return start;
}
