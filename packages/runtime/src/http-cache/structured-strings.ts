/** The strings of a list (RFC 9651, section 3.1), in which anything else is left out. */
export function stringsOf(header: string | undefined): string[] {
  return [...(header ?? '').matchAll(/"((?:[^"\\]|\\["\\])*)"/g)].map(([, text = '']) =>
    text.replaceAll(/\\(.)/g, '$1'),
  );
}

/** A name as a token, or else as a string (RFC 9651, section 3.3). */
export function nameItem(name: string): string {
  return /^[A-Za-z*][\w!#$%&'*+.^`|~:/-]*$/.test(name)
    ? name
    : `"${name.replaceAll(/[^\x20-\x7e]/g, '?').replaceAll(/["\\]/g, '\\$&')}"`;
}
