import { oneLine } from '../print/escape.ts';
import { type Font, textWidth } from './text-width.ts';

/** A text may be this wide, in pixels, and have this many lines. */
export interface Room {
  readonly width: number;
  readonly lines: number;
}

/**
 * A text as lines that fit: broken between words, a word that is too long within it. What does not fit any more is left
 * out and an ellipsis says so.
 */
export function wrap(text: string, font: Font, { width, lines: most }: Room): readonly string[] {
  const words = oneLine(text).split(' ').filter(Boolean).slice(0, mostWords);
  const lines: string[] = [];
  let line = '';
  for (const word of words.flatMap((each) => pieces(each, font, width))) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && textWidth(longer, font) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  if (line !== '') lines.push(line);
  if (lines.length <= most) return lines;
  const shown = lines.slice(0, most);
  return [...shown.slice(0, -1), shortened(`${shown.at(-1) ?? ''} ${lines[most] ?? ''}`, font, width)];
}

/** More than fit into any box; what comes after them is not even looked at. */
const mostWords = 200;

/** A text on one line, cut off with an ellipsis where it is too wide. */
export function shortened(text: string, font: Font, width: number): string {
  const line = oneLine(text);
  if (line.length * 2 * font.size < width || textWidth(line, font) <= width) return line;
  let [kept, used] = ['', textWidth('…', font)];
  for (const character of line) {
    used += textWidth(character, font);
    if (used > width) break;
    kept += character;
  }
  return `${kept.trimEnd()}…`;
}

/** A word cut where it is wider than a line, preferably after a mark like `/` or `-`. */
function pieces(word: string, font: Font, width: number): readonly string[] {
  if (textWidth(word, font) <= width) return [word];
  const cut: string[] = [];
  let piece = '';
  for (const character of word) {
    if (piece !== '' && textWidth(piece + character, font) > width) {
      const mark = /^.*[/\-_.,:](?=.)/su.exec(piece)?.[0] ?? piece;
      cut.push(mark);
      piece = piece.slice(mark.length);
    }
    piece += character;
  }
  return [...cut, piece];
}
