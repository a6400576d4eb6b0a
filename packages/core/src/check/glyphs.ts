import { graphemes, graphemeWidth } from '#text/width';

/** One visible character: what is printed for it, how many columns it takes, and where it stands in the text. */
export interface Glyph {
  readonly shown: string;
  /** 0, 1 or 2; a tab counts as one here and is widened where the column is known. */
  readonly width: number;
  /** Offset of its first UTF-16 unit. */
  readonly from: number;
  /** Offset after its last UTF-16 unit. */
  readonly to: number;
}

/** Splits text into glyphs as a terminal draws them: a letter with its accents, or an emoji with its joiners, is one. */
export function glyphs(text: string, offset: number): readonly Glyph[] {
  const all: Glyph[] = [];
  for (const piece of graphemes(text)) {
    const from = all.at(-1)?.to ?? offset;
    const shown = visible(piece);
    // What is made visible takes a column, even where it would take none.
    all.push({ shown, width: graphemeWidth(shown), from, to: from + piece.length });
  }
  return all;
}

/**
 * Text with what a terminal would obey instead of print made visible: control characters as their pictures, and the marks
 * that turn the direction of writing (they can make a line read as what it is not: CVE-2021-42574) as U+FFFD.
 */
export function visible(text: string): string {
  return text.replaceAll(unprintable, (character) => {
    const code = character.charCodeAt(0);
    if (code < 0x20) return code === 9 ? '\t' : String.fromCharCode(0x24_00 + code);
    return code === 0x7f ? '\u2421' : '\uFFFD';
  });
}

const unprintable = /[\p{Cc}\u061C\u200E\u200F\u2028\u2029\u202A-\u202E\u2066-\u2069]/gu;
