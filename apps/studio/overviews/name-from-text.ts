/** The longest name that the API takes. */
export const longestName = 200;

/** A name for a text that has none yet: its first heading, without its marks; empty when there is none. */
export function nameFromText(text: string): string {
  const heading = /^ {0,3}# +(.+?)[ #]*$/m.exec(text)?.[1] ?? '';
  return heading
    .replaceAll(/[*_`[\]]/g, '')
    .trim()
    .slice(0, longestName);
}
