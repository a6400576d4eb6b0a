import type { Measure, TextStyle } from './fit-text.ts';

/** How `diagram.module.css` writes each style; letter spacing in em. */
const type: Readonly<Record<TextStyle, { readonly weight: number; readonly px: number; readonly spacing: number }>> = {
  kind: { weight: 600, px: 9.5, spacing: 0.08 },
  name: { weight: 600, px: 14, spacing: 0 },
  detail: { weight: 400, px: 12, spacing: 0 },
  label: { weight: 400, px: 11, spacing: 0 },
};

/** Canvas and SVG round glyphs differently by less than this share. */
const tolerance = 1.02;

/**
 * Measures with the page's own font, so call it once the fonts are loaded.
 * @throws Error when the browser gives no 2D canvas
 */
export function textMeasure(family: string): Measure {
  const context = document.createElement('canvas').getContext('2d');
  if (context === null) throw new Error('This browser draws no 2D canvas, so the diagram cannot measure its text.');
  return (text, style) => {
    const { weight, px, spacing } = type[style];
    context.font = `${weight} ${px}px ${family}`;
    return context.measureText(text).width * tolerance + text.length * spacing * px;
  };
}
