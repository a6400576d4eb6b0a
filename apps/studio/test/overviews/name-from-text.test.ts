import { describe, expect, it } from 'vitest';
import { nameFromText } from '#overviews/name-from-text';

describe('the name of a text', () => {
  it.each([
    ['# Shop\n', 'Shop'],
    ['---\na: b\n---\n\n#   The **web** `shop` #\n## Not this', 'The web shop'],
    ['## No title\n', ''],
    ['', ''],
    [`# ${'x'.repeat(300)}`, 'x'.repeat(200)],
  ])('of %j is %j', (text, name) => {
    expect(nameFromText(text)).toBe(name);
  });
});
