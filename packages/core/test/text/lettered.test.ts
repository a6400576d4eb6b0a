import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lettered } from '#text/lettered';

const word = lettered((letters, digits) => `(?<![${letters}${digits}])([${letters}]+)(?![${letters}${digits}])`);
const unit = lettered((letters) => String.raw`(\d+)\s?(ms|min)(?![${letters}])`, 'i');

const ascii = fc.string({
  unit: fc.constantFrom('a', 'Z', 'm', 's', 'i', 'N', '0', '9', ' ', '.', '-', '_'),
  maxLength: 12,
});

describe('a pattern that knows letters of every script', () => {
  it('finds the same in a text in ASCII, whichever of both is used', () => {
    fc.assert(
      fc.property(ascii, (text) => {
        for (const pattern of [word, unit]) {
          const alone = pattern(text).exec(text);
          const among = pattern(`${text} →`).exec(`${text} →`);
          expect(among?.slice()).toEqual(alone?.slice());
          expect(among?.index).toBe(alone?.index);
        }
      }),
    );
  });

  it('finds letters beyond ASCII', () => {
    expect(word('7 größe').exec('7 größe')?.[1]).toBe('größe');
    expect(unit('5 minß').exec('5 minß')).toBeNull();
  });

  it('is made once for each kind of text', () => {
    expect(word('one')).toBe(word('two'));
    expect(word('größe')).toBe(word('→'));
    expect(word('one')).not.toBe(word('→'));
  });
});
