/** Strings (with their prefixes), dollar quotes, quoted names, comments, numbers: in this order, each to its end or the text's. */
const parts =
  /\b[eE]'(?:[^'\\]|\\[\s\S]|'')*(?:'|\\?$)|(?:\b(?:[bBxXnN]|[uU]&))?'(?:[^']|'')*(?:'|$)|(\$(?:[A-Za-z_\u0080-\uFFFF][\w\u0080-\uFFFF]*)?\$)[\s\S]*?(?:\1|$)|("(?:[^"]|"")*(?:"|$))|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|(\$\d+|[A-Za-z_\u0080-\uFFFF][\w$\u0080-\uFFFF]*)|(?:\d[\w.]*(?:[eE][+-]?\d+)?|\.\d\w*)/g;

/** The comments in the text of a query: what stands in strings is none. */
export function commentsOf(sql: string): readonly string[] {
  return (sql.match(parts) ?? []).filter((part) => part.startsWith('--') || part.startsWith('/*'));
}

/**
 * The text of a query with `?` for every string and number, and without comments, so that it can be logged: what it asks
 * stays, what it is about does not. A text that was cut off ends with its last whole part.
 */
export function withoutLiterals(sql: string): string {
  return sql
    .replace(parts, (whole, _dollar: unknown, quotedName: unknown, word: unknown) => {
      if (quotedName !== undefined || word !== undefined) return whole;
      return whole.startsWith('--') || whole.startsWith('/*') ? ' ' : '?';
    })
    .replace(/\s+/g, ' ')
    .trim();
}
