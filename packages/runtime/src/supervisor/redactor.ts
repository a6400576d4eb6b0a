/** Keeps values that nobody is to read out of what is shown and kept. */
export interface Redactor {
  /** From now on this is one of them. Short values are not: they would stand in many harmless words. */
  add(secret: string): void;
  /** The text with a mark for each of them. */
  redact(text: string): string;
}

/** Anything shorter is found in what is no secret. */
const shortest = 8;
const mark = '[redacted]';

export function openRedactor(secrets: readonly string[]): Redactor {
  const known = new Set<string>();
  let pattern: RegExp | undefined;
  const add = (secret: string): void => {
    for (const form of formsOf(secret)) known.add(form);
    // The longest first: one may begin with another.
    const longestFirst = [...known].toSorted((a, b) => b.length - a.length);
    pattern = known.size === 0 ? undefined : new RegExp(longestFirst.map(escaped).join('|'), 'g');
  };
  for (const secret of secrets) add(secret);
  return { add, redact: (text) => (pattern === undefined ? text : text.replace(pattern, mark)) };
}

/** A secret as it stands in a line of text, in a URL and in JSON; each of its lines, of one that has several. */
function formsOf(secret: string): readonly string[] {
  const lines = secret.split(/\r?\n/).map((line) => line.trim());
  const forms = lines.flatMap((line) => [line, encodeURIComponent(line), JSON.stringify(line).slice(1, -1)]);
  return forms.filter((form) => form.length >= shortest && !form.startsWith('-----'));
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);
}
