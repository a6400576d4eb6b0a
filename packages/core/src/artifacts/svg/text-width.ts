/**
 * Advance widths in hundredths of the font size for U+0020 to U+007E: those of DejaVu Sans, the widest of the common
 * sans-serif fonts, so that a text which fits with it fits with Helvetica, Arial, Segoe UI and the others, too.
 */
const regular = [
  32, 40, 46, 84, 64, 95, 78, 27, 39, 39, 50, 84, 32, 36, 32, 34, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 34, 34, 84,
  84, 84, 53, 100, 68, 69, 70, 77, 63, 58, 77, 75, 30, 30, 66, 56, 86, 75, 79, 60, 79, 69, 63, 61, 73, 68, 99, 69, 61,
  69, 39, 34, 39, 84, 50, 50, 61, 63, 55, 63, 62, 35, 63, 63, 28, 28, 58, 28, 97, 63, 61, 63, 63, 41, 52, 39, 63, 59,
  82, 59, 59, 52, 64, 34, 64, 84,
];
const bold = [
  35, 46, 52, 84, 70, 100, 87, 31, 46, 46, 52, 84, 38, 42, 38, 37, 70, 70, 70, 70, 70, 70, 70, 70, 70, 70, 40, 40, 84,
  84, 84, 58, 100, 77, 76, 73, 83, 68, 68, 82, 84, 37, 37, 77, 64, 100, 84, 85, 73, 85, 77, 72, 68, 81, 77, 110, 77, 72,
  73, 46, 37, 46, 84, 50, 50, 67, 72, 59, 72, 68, 44, 72, 71, 34, 34, 67, 34, 104, 71, 69, 72, 72, 49, 60, 48, 71, 65,
  92, 65, 65, 58, 71, 37, 71, 84,
];

/** What stands in no table is taken for as wide as the widest letters; pictures are wider still. */
const other = 105;
const picture = 135;

const pictures = /\p{Extended_Pictographic}/u;
const unseen = /[\p{Mn}\p{Me}\p{Cf}]/u;

/** A kind of text: its size in pixels, and whether it is bold. */
export interface Font {
  readonly size: number;
  readonly bold?: true;
}

/** How wide a text is at most, in pixels, whatever sans-serif font draws it. Marks above and below letters take no room. */
export function textWidth(text: string, { size, bold: isBold }: Font): number {
  const table = isBold === true ? bold : regular;
  let hundredths = 0;
  for (const character of text) hundredths += table[codeOf(character)] ?? widthOfOther(character, table);
  return (hundredths / 100) * size;
}

function codeOf(character: string): number {
  return (character.codePointAt(0) ?? 0) - 0x20;
}

/** Letters with marks are as wide as those without. */
function widthOfOther(character: string, table: readonly number[]): number {
  if (unseen.test(character)) return 0;
  if (pictures.test(character)) return picture;
  return table[codeOf(character.normalize('NFD'))] ?? other;
}
