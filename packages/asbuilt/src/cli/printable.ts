/** A piece of a document on one line, with nothing in it that a terminal would obey, cut to `length` characters. */
export function printable(text: string, length: number = Number.POSITIVE_INFINITY): string {
  const said = text
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replaceAll(/\p{Cc}/gu, '�');
  return said.length > length ? `${said.slice(0, length - 1)}…` : said;
}
