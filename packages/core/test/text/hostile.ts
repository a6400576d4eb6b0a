/** A text that parsers of Markdown or YAML stumble over, at about any length. */
export interface HostileText {
  readonly name: string;
  /** `length` UTF-16 units of it. */
  readonly make: (length: number) => string;
}

function repeated(name: string, piece: string, before = '', after = ''): HostileText {
  return {
    name,
    make: (length) => {
      const room = Math.max(0, length - before.length - after.length);
      return before + piece.repeat(Math.ceil(room / piece.length)).slice(0, room) + after;
    },
  };
}

/** In paragraphs, each all but as long as the longest that is read for marks. */
function inParagraphs(name: string, piece: string): HostileText {
  return repeated(name, `${piece.repeat(Math.floor(3_990 / piece.length))}\n\n`);
}

/** Lines that grow by one piece each, until a line has `most` of them; then from the beginning. */
function growing(name: string, piece: string, line: (grown: string) => string, most = 200): HostileText {
  const stairs = Array.from({ length: most }, (_, index) => line(piece.repeat(index))).join('\n');
  return repeated(name, `${stairs}\n`);
}

/**
 * The pathological cases of the CommonMark implementations (cmark's test/pathological_tests.py names them), with those of our
 * own: each is the least text that makes a careless parser take time with the square of the length, or more.
 */
export const hostileTexts: readonly HostileText[] = [
  inParagraphs('strong emphasis in emphasis', '*a **a '),
  inParagraphs('emphasis that nobody closes', 'a_ '),
  inParagraphs('emphasis that nobody opened', '_a '),
  inParagraphs('closers without openers', 'a** '),
  inParagraphs('delimiters that do not match', 'a *b_ c*_ '),
  inParagraphs('links that nobody closes', '[a'),
  inParagraphs('links that nobody opened', 'a]'),
  inParagraphs('links and emphasis that do not match', '[ a_'),
  inParagraphs('nested brackets', '['),
  inParagraphs('nested links', '[a]('),
  inParagraphs('images in images', '![[]()'),
  inParagraphs('unclosed targets', '[a](<b'),
  inParagraphs('unclosed titles', '[a](b "c'),
  repeated('reference definitions', '[a]: b\n'),
  inParagraphs('escapes before brackets', '\\[\\]'),
  growing('runs of backticks of every length', '`', (ticks) => `e${ticks}`),
  inParagraphs('backticks', '`a``b```c'),
  inParagraphs('autolinks that nobody closes', '<a:b'),
  inParagraphs('tags that nobody closes', '<a b="'),
  inParagraphs('comments that nobody closes', 'a <!-- '),
  repeated('comments that begin a line', '<!--\n'),
  inParagraphs('comments that speak to us', '<!-- asbuilt-ignore '),
  inParagraphs('processing instructions', 'a <?'),
  inParagraphs('declarations', 'a <!A '),
  inParagraphs('entities', '&a;&#x;'),
  repeated('quotes in quotes', '> '),
  growing('a staircase of quotes', '> ', (quotes) => `${quotes}a`),
  repeated('list items in list items', '- '),
  repeated('numbered items in numbered items', '1. '),
  repeated('lines of eight nested items', `${'- '.repeat(8)}a\n`),
  growing('a staircase of list items', '  ', (indent) => `${indent}- a`),
  repeated('empty list items', '-\n'),
  repeated('short list items', '- a\n'),
  repeated('task items', '- [ ] a\n'),
  repeated('headings', '# a\n'),
  repeated('underlined headings', 'a\n-\n'),
  repeated('rules', '-\t-\t-\n'),
  repeated('empty lines', '\n'),
  repeated('carriage returns', '\r'),
  repeated('lines of spaces', `${' '.repeat(19_000)}\n`),
  repeated('lines that are all but too long', `${'a '.repeat(9_900)}\n`),
  repeated('one line', 'a'),
  repeated('one line of spaces', ' '),
  repeated('one line of no-break spaces', '\u00A0', '', 'a'),
  repeated('lines of no-break spaces', `${'\u00A0'.repeat(19_000)}a\n`),
  repeated('NUL', '\0'),
  repeated('lone surrogates', '\uD800'),
  repeated('byte order marks', '\uFEFF'),
  repeated('letters upon letters', 'a\u0301\u0301\u0301'),
  repeated('a fence that nobody closes', 'a: b\n', '```\n'),
  repeated('fences', '```\na\n'),
  repeated('table rows', '| 1 | 2 |\n', '| a | b |\n|---|---|\n'),
  repeated('rows of bars', '|\n', '| a | b |\n|---|---|\n'),
  repeated('wide rows', `${'|'.repeat(19_000)}\n`, '| a | b |\n|---|---|\n'),
  repeated('wide tables', `${'|a'.repeat(9_000)}|\n${'|-'.repeat(9_000)}|\n\n`),
  repeated('tables of one row', '|a|\n|-|\n|b|\n\n'),
  repeated('rows below titles, again and again', '|-|\n'),
  repeated('bars and escapes', '\\|`|'),
  repeated('cells full of marks', `| ${'*a '.repeat(1_300)} | b |\n`, '| a | b |\n|---|---|\n'),
  repeated(
    'rows of services',
    '| a | b | REST | HTTP |\n',
    '## Services\n\n| Service | Responsibility | Interface | Protocol |\n|---|---|---|---|\n',
  ),
  repeated(
    'rows of failures',
    '| API down | x | retry | 30 |\n',
    '## Failure Modes\n\n| Failure | Impact | Mitigation | Timeout |\n|---|---|---|---|\n',
  ),
  repeated(
    'one service of many words',
    'a b c d e f ',
    '## Services\n\n| Service | Responsibility |\n|---|---|\n| ',
    ' | x |\n',
  ),
  repeated('steps of a flow', '1. A → B (c)\n', '## Data Flow\n\n**Request Flow:**\n'),
  repeated('labels', '**a:** b\n\n'),
  repeated('labels that never end', '**a (', '**'),
  inParagraphs('decisions', '[a/b/c] '),
  inParagraphs('tokens', '{{A}} '),
  inParagraphs('tokens that nobody closes', '{{A'),
  inParagraphs('digits', '1'),
  inParagraphs('digits in groups', ',111'),
  inParagraphs('durations', '1h 1m 1s '),
  inParagraphs('percents', '9.9%'),
  inParagraphs('prices', '$1,'),
  inParagraphs('dots', 'a.'),
  inParagraphs('slashes', 'a/'),
  repeated('front matter of flow maps', '{a: ', '---\n', '\n---\n'),
  repeated('front matter of lists', '- ', '---\n', '\n---\n'),
  repeated('front matter of anchors', '&a !b ', '---\n', '\n---\n'),
  repeated('front matter of aliases', '- *a\n', '---\na: &a b\nc:\n', '---\n'),
  repeated('front matter of one key', 'status: draft\n', '---\n', '---\n'),
  repeated('front matter of slips', 'a: [\n', '---\n', '---\n'),
  repeated('front matter of quotes', '"a', '---\na: ', '\n---\n'),
  repeated('front matter that nobody closes', 'a: b\n', '---\n'),
  growing('a staircase of front matter', ' ', (indent) => `${indent}a:`, 90),
];
