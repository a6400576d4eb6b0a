const ascii = /^\p{ASCII}*$/u;
/** Latin letters, dashes, quotes, arrows and signs: each a letter of its own, so that nothing has to be told apart. */
const plain = /^[\0-\u02FF\u2010-\u205E\u20A0-\u20BF\u2190-\u2319\u2500-\u25A9]*$/;
const wide =
  /^(?:\p{Emoji_Presentation}|\p{Extended_Pictographic}\uFE0F|\p{Regional_Indicator}{2}|[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{20000}-\u{3FFFD}])/u;
const nothing = /^[\p{Mn}\p{Me}\p{Cf}]+$/u;

/** Made when it is first needed, and then kept: making one takes longer than most lines do. */
let segmenter: Intl.Segmenter | undefined;

/** What people take for one letter each: a letter with its accents, an emoji with its joiners (Unicode Standard Annex 29). */
export function graphemes(text: string): Iterable<string> {
  if (plain.test(text) && !text.includes('\r\n')) return text;
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

/**
 * How many columns a text takes where every letter is as wide as the next: wide letters (Unicode Standard Annex 11) and
 * emoji (Unicode Technical Standard 51) take two, marks upon a letter none.
 */
export function width(text: string): number {
  if (ascii.test(text)) return text.length;
  let columns = 0;
  for (const grapheme of graphemes(text)) columns += graphemeWidth(grapheme);
  return columns;
}

/** The columns of one grapheme: 0, 1 or 2. */
export function graphemeWidth(grapheme: string): number {
  if (wide.test(grapheme)) return 2;
  return nothing.test(grapheme) ? 0 : 1;
}
