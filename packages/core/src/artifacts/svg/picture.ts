import { escaped, type Mark, mark, pixels, textMark } from './mark.ts';
import { style } from './theme.ts';
import { shortened } from './wrap.ts';

/** A picture before it is a file: what it is called, what it shows, and its content from the corner (0, 0). */
export interface Picture {
  readonly title: string;
  /** For people who hear the picture. */
  readonly description: string;
  readonly width: number;
  readonly height: number;
  readonly content: readonly Mark[];
}

const margin = 24;
const titleHeight = 34;
const titleFont = { size: 18, bold: true } as const;
/** Narrower than this the title has no room. */
const narrowest = 420;

/** A picture as an SVG file of its own: its title above it, light or dark as the reader's system is. */
export function svg({ title, description, width, height, content }: Picture): string {
  const inner = Math.max(width, narrowest);
  const [fullWidth, fullHeight] = [Math.ceil(inner + 2 * margin), Math.ceil(height + titleHeight + 2 * margin)];
  const body = [
    `<title>${escaped(title)}</title>`,
    `<desc>${escaped(description)}</desc>`,
    `<style>${style}</style>`,
    mark('defs', {}, [
      mark(
        'marker',
        { id: 'tip', viewBox: '0 0 8 8', refX: 7, refY: 4, markerWidth: 8, markerHeight: 8, orient: 'auto' },
        [mark('path', { class: 'tip', d: 'M0 0L8 4L0 8z' })],
      ),
    ]),
    mark('rect', { class: 'paper', width: fullWidth, height: fullHeight }),
    textMark(shortened(title, titleFont, inner), { class: 'title', x: margin, y: margin + 16 }),
    `<g transform="translate(${pixels(margin + (inner - width) / 2)} ${margin + titleHeight})">`,
    ...content,
    '</g>',
  ];
  const frame = `xmlns="http://www.w3.org/2000/svg" role="img" width="${fullWidth}" height="${fullHeight}" viewBox="0 0 ${fullWidth} ${fullHeight}"`;
  return `<svg ${frame}>\n${body.join('\n')}\n</svg>\n`;
}
