import { type Mark, textMark } from './mark.ts';

/** Lines of text in one look, from the middle of a box downwards. */
export interface Paragraph {
  readonly lines: readonly string[];
  /** The class that gives it its look. */
  readonly look: string;
  /** From one line to the next, in pixels. */
  readonly leading: number;
}

/** How high some paragraphs are. */
export function heightOf(paragraphs: readonly Paragraph[]): number {
  return paragraphs.reduce((sum, { lines, leading }) => sum + lines.length * leading, 0);
}

/** Paragraphs one below the other, centred on `x`, the first line just below `top`. */
export function centred(paragraphs: readonly Paragraph[], x: number, top: number): readonly Mark[] {
  let y = top;
  return paragraphs.flatMap(({ lines, look, leading }) =>
    lines.map((line) => {
      y += leading;
      return textMark(line, { class: `${look} middle`, x, y: y - leading * 0.28 });
    }),
  );
}
