/** Plain text on one line: line breaks and runs of white space become one space, control characters go. */
export function oneLine(text: string): string {
  if (tidy.test(text)) return text;
  return text
    .replace(/[\s\u0085\u2028\u2029]+/gu, ' ')
    .replace(/\p{Cc}/gu, '')
    .trim();
}

/** What is most of all texts, and needs no looking at each of its characters. */
const tidy = /^[\x21-\x7E]+(?: [\x21-\x7E]+)*$/;
const plain = /^[A-Za-z][A-Za-z0-9]*(?:[ ,.:;/%()'"-]+[A-Za-z0-9]+)*$/;

/**
 * Plain text as Markdown that a reader sees as exactly that text, in a paragraph, a list item or a table cell
 * (CommonMark 0.31 §2.4 backslash escapes; GFM §4.10 for pipes in cells). White space is folded to one line. Two dollar
 * signs are escaped because some readers, GitHub among them, take what stands between them for mathematics.
 */
export function markdown(text: string): string {
  const line = oneLine(text);
  if (plain.test(line)) return line;
  return line
    .replace(/[\\`*[\]<|~]/g, '\\$&')
    .replace(/\$(?=[^$]*\$)|(?<=\$[^$]*)\$/g, '\\$')
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
    .replace(/&(?=#?\w+;)/g, '\\&')
    .replace(/^(?:[#>]|[+-](?=[\s-]|$))/, '\\$&')
    .replace(/^(\d{1,9})(?=[.)](?:\s|$))/, '$1\\');
}

/** The path of a file as the target of a link. */
export function fileTarget(path: string): string {
  return path
    .replace(/\p{Cs}/gu, '\uFFFD')
    .split('/')
    .map(encodeURIComponent)
    .join('/')
    .replace(/[()]/g, percentEncoded);
}

/** The target of a link as a document writes it, with what could end it in Markdown encoded; what is encoded already stays. */
export function linkTarget(target: string): string {
  return oneLine(target).replace(/[\s()<>\\|`*_[\]]/g, percentEncoded);
}

function percentEncoded(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}

/**
 * Plain text as the rest of a line of Mermaid (a title, a name, a message). Mermaid has no backslash escapes: it reads
 * `#NUMBER;` as a character and puts `ﬂ°…¶ß` around it inwardly, so those marks are encoded too. A word that Mermaid
 * would take for a statement wherever it stands is encoded by its first letter.
 */
export function mermaidLine(text: string): string {
  return oneLine(text)
    .replace(statements, (word) => `\0${word}`)
    .replace(
      /[#;"<>{}\\`ﬂ¶]|&(?=#?\w+;)|\$(?=\$)|\0./gsu,
      (match) => `#${match.replace('\0', '').codePointAt(0) ?? 0};`,
    );
}

/** `direction TB` turns a C4 diagram, `style …:#…;` and `classDef` lose their last mark, `wrap:` is an option. */
const statements = /direction|style|classDef|(?:no)?wrap(?=:)/giu;

/**
 * Plain text as a Mermaid string in quotes, without the quotes. In the boxes of C4 Mermaid draws `#NUMBER;` as it stands
 * and drops `<` and `>`, so nothing is encoded here: double quotes and angle brackets become single ones (`'`, `‹`, `›`),
 * and what Mermaid would take for something else than text is broken by a word joiner (U+2060), which is not seen.
 */
export function mermaidQuoted(text: string): string {
  return oneLine(text)
    .replace(/["<>]/g, (mark) => quotedMarks[mark] ?? mark)
    .replace(
      /[#&](?=#?\w+;)|%(?=%?\{)|\\(?=n)|\$(?=\$)|ﬂ(?=°)|¶(?=ß)|direction(?=\s)|s(?=tyle)|c(?=lassDef)/giu,
      `$&${wordJoiner}`,
    );
}

const quotedMarks: Readonly<Record<string, string>> = { '"': "'", '<': '‹', '>': '›' };
const wordJoiner = '\u2060';
