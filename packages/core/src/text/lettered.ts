const beyondAscii = /[\u0080-\uFFFF]/;

/**
 * A pattern that knows letters and digits of every script, and its twin for texts in ASCII: the same for them, and made in a
 * fraction of the time, because the class of all letters has hundreds of ranges. Each is made when a text first needs it.
 * @param write the pattern, given what stands for letters and digits inside of a class: `(?![${letters}${digits}])`
 * @param flags without `u`
 * @returns which of both is for a text
 */
export function lettered(write: (letters: string, digits: string) => string, flags = ''): (text: string) => RegExp {
  let ofEveryScript: RegExp | undefined;
  let ofAscii: RegExp | undefined;
  return (text) => {
    if (beyondAscii.test(text)) {
      ofEveryScript ??= new RegExp(write(String.raw`\p{L}`, String.raw`\p{N}`), `${flags}u`);
      return ofEveryScript;
    }
    ofAscii ??= new RegExp(write('A-Za-z', '0-9'), flags);
    return ofAscii;
  };
}
