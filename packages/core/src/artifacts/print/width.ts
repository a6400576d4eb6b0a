const plain = /^[\x20-\x7E]*$/;
const wide =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{20000}-\u{3FFFD}]|\p{Emoji_Presentation}/u;
const without = /[\p{Mn}\p{Me}\p{Cf}]/u;

/** How many columns a text takes where every letter is as wide as the next (Unicode Standard Annex 11): wide ones take two. */
export function width(text: string): number {
  if (plain.test(text)) return text.length;
  let columns = 0;
  for (const character of text) {
    if (without.test(character)) continue;
    columns += wide.test(character) ? 2 : 1;
  }
  return columns;
}
