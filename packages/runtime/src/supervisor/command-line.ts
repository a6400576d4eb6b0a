/** A command line as its words; each is put together from text and from the values of variables. */
export type CommandLine =
  | { readonly kind: 'command'; readonly words: readonly Word[] }
  /** Why it is none, as the second half of a sentence: `has a quote that is not closed`. */
  | { readonly kind: 'problem'; readonly problem: string };

export type Word = readonly Piece[];
export type Piece = { readonly text: string } | { readonly variable: string };

const token =
  /(?<space>\s+)|'(?<single>[^']*)'|"(?<double>(?:[^"\\]|\\.)*)"|\\(?<escaped>.)|\$\{(?<braced>\w+)\}|\$(?<variable>[A-Za-z_]\w*)|(?<plain>[^\s'"\\$|&;<>()`]+|\$)|(?<odd>.)/gsu;
const inQuotes = /\\(?<escaped>["\\$`])|\$\{(?<braced>\w+)\}|\$(?<variable>[A-Za-z_]\w*)|(?<plain>[^\\$]+|[\\$])/gsu;
const oddities: Readonly<Record<string, string>> = {
  "'": 'has a quote that is not closed',
  '"': 'has a quote that is not closed',
  '\\': 'ends with a backslash that quotes nothing',
};

/**
 * Reads a command line the way a POSIX shell reads a simple command (Shell Command Language, 2.2 and 2.6.2): words, quotes, backslashes,
 * `$NAME` and `${NAME}`. There is no shell: pipes, redirections and the like are problems, said so.
 */
export function parseCommandLine(line: string): CommandLine {
  const words: Piece[][] = [];
  let word: Piece[] | undefined;
  for (const { groups = {} } of line.matchAll(token)) {
    if (groups['odd'] !== undefined) return { kind: 'problem', problem: oddity(groups['odd']) };
    if (groups['space'] !== undefined) {
      word = undefined;
      continue;
    }
    if (word === undefined) words.push((word = []));
    word.push(...pieces(groups));
  }
  return checked(words);
}

function pieces(groups: Readonly<Record<string, string | undefined>>): readonly Piece[] {
  const variable = groups['braced'] ?? groups['variable'];
  if (variable !== undefined) return [{ variable }];
  if (groups['double'] === undefined) return [{ text: groups['single'] ?? groups['escaped'] ?? groups['plain'] ?? '' }];
  // The empty text keeps "" a word.
  return [{ text: '' }, ...[...groups['double'].matchAll(inQuotes)].flatMap((match) => pieces(match.groups ?? {}))];
}

function oddity(character: string): string {
  return oddities[character] ?? `uses "${character}", but no shell runs it; put it into a script, or write sh -c '…'`;
}

function checked(words: readonly Word[]): CommandLine {
  const [first] = words;
  if (first === undefined) return { kind: 'problem', problem: 'is empty' };
  const [start] = first;
  const assigned = start !== undefined && 'text' in start ? /^\w+=/.exec(start.text)?.[0] : undefined;
  if (assigned !== undefined) {
    return { kind: 'problem', problem: `begins with ${assigned}, but no shell runs it; put the variable under env:` };
  }
  return { kind: 'command', words };
}

/** The variables that a command line uses. */
export function variablesOf(words: readonly Word[]): readonly string[] {
  return words.flat().flatMap((piece) => ('variable' in piece ? [piece.variable] : []));
}

/** The words with the values of their variables; one that is not set is empty, and a word of nothing else is none (2.6). */
export function expand(words: readonly Word[], env: Readonly<Record<string, string | undefined>>): readonly string[] {
  return words.flatMap((word) => {
    const value = word.map((piece) => ('variable' in piece ? (env[piece.variable] ?? '') : piece.text)).join('');
    return value === '' && word.every((piece) => 'variable' in piece) ? [] : [value];
  });
}
