import { describe, expect, it } from 'vitest';
import { fitText } from '#diagram/fit-text';

/** Every character is 10 pixels wide. */
const measure = (text: string): number => text.length * 10;
const fit = (text: string, maxWidth: number, maxLines: number): readonly string[] =>
  fitText(text, { style: 'name', maxWidth, maxLines }, measure);

describe('fitting text', () => {
  it('leaves a text alone that fits', () => {
    expect(fit('Database', 80, 2)).toEqual(['Database']);
  });

  it('breaks between words', () => {
    expect(fit('the order service', 100, 3)).toEqual(['the order', 'service']);
  });

  it('breaks within a word only where the word is wider than a line', () => {
    expect(fit('an ExtraordinarilyLongName', 100, 4)).toEqual(['an', 'Extraordin', 'arilyLongN', 'ame']);
  });

  it('cuts off what does not fit in the allowed lines, with an ellipsis that fits too', () => {
    expect(fit('one two three four', 60, 2)).toEqual(['one', 'two t…']);
  });

  it('makes one line of a text with line breaks', () => {
    expect(fit('  two\n  lines ', 200, 1)).toEqual(['two lines']);
  });

  it('gives no line for no text', () => {
    expect(fit('   ', 100, 2)).toEqual([]);
  });

  it('never cuts a character in two', () => {
    expect(fit('👩‍🔧👩‍🔧👩‍🔧', 60, 3)).toEqual(['👩‍🔧', '👩‍🔧', '👩‍🔧']);
  });

  it('comes to an end even where not a single character fits', () => {
    expect(fit('abc', 5, 2)).toEqual(['a', 'b…']);
  });
});
