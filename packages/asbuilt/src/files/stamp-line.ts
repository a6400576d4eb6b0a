/** The first line of a derived text: what it is derived from, the hash of the rest, and of a picture the hash of what it shows. */
export const stampLine: RegExp =
  /^(?:(?:<!-- |%% |# )|\{\r?\n {2}"x-derived": ")derived by asbuilt from [^\n]*, sha256 ([0-9a-f]{64})(?:, of statements ([0-9a-f]{16}))?(?: -->|",)?\r?\n/;

/** Whether a text's stamp says that it is derived from a document of that name. */
export function isStampedFrom(text: string, source: string): boolean {
  const [line = ''] = stampLine.exec(text) ?? [];
  return line.includes(`derived by asbuilt from ${inComment(source)}, sha256 `);
}

/** A file name that can neither end a comment or a string nor begin a Mermaid directive. */
export function inComment(name: string): string {
  return name
    .replace(/\p{Cs}/gu, '\uFFFD')
    .replace(/[\p{Cc}\u2028\u2029<>{}%"\\]|-(?=-)/gu, (character) => encodeURIComponent(character).replace('-', '%2D'));
}
