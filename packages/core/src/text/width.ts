const ascii = /^\p{ASCII}*$/u;
const wide =
  /^(?:\p{Emoji_Presentation}|\p{Extended_Pictographic}\uFE0F|\p{Regional_Indicator}{2}|[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{20000}-\u{3FFFD}])/u;
const nothing = /^[\p{Mn}\p{Me}\p{Cf}]+$/u;
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * How many columns a text takes where every letter is as wide as the next: wide letters (Unicode Standard Annex 11) and
 * emoji (Unicode Technical Standard 51) take two, marks upon a letter none.
 */
export function width(text: string): number {
  if (ascii.test(text)) return text.length;
  let columns = 0;
  for (const { segment } of graphemes.segment(text)) columns += widthOf(segment);
  return columns;
}

function widthOf(grapheme: string): number {
  if (wide.test(grapheme)) return 2;
  return nothing.test(grapheme) ? 0 : 1;
}
