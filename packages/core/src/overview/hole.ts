import type { Hole, PlacedHole } from '#model/index';
import { lettered } from '#text/lettered';

const token = String.raw`\{\{\s*([A-Za-z_][\w.-]*(?::[^{}\n]*)?)\s*\}\}`;
/** `[x]`, `[ ]`, `[^1]`, `[text](url)`, `[text][ref]` and `[ref]: url` are Markdown's own. */
const decision = String.raw`(?<![\\\w\]!/[])\[(?!\^|[ xX]?\])([^[\]\n"']{1,200})\](?![([])`;
const holePattern = new RegExp(`${token}|${decision}|\\buuid-here\\b`, 'g');

const letter = lettered((letters) => `[${letters}]`);

/** Labels of the document's link reference definitions, lower case: `[label]` is a link then, not a decision. */
export type LinkLabels = ReadonlySet<string>;
const noLabels: LinkLabels = new Set();

/** Whether a text has in it what every hole has: most have not. */
export function mayHaveHoles(text: string): boolean {
  return /[[{]|uuid-here/.test(text);
}

/** Every hole in a text, in order; spans are offset by `base`. */
export function findHoles(text: string, base = 0, labels: LinkLabels = noLabels): PlacedHole[] {
  if (!mayHaveHoles(text)) return [];
  const holes: PlacedHole[] = [];
  for (const match of text.matchAll(holePattern)) {
    if (match[2] !== undefined && (labels.has(match[2].toLowerCase()) || !letter(match[2]).test(match[2]))) continue;
    const span = { from: base + match.index, to: base + match.index + match[0].length };
    holes.push({ ...toHole(match), span });
  }
  return holes;
}

function toHole(match: RegExpExecArray | RegExpMatchArray): Hole {
  const [said, name, alternatives] = match;
  if (alternatives !== undefined) {
    const options = optionsOf(alternatives);
    return { hole: 'decision', text: said, ...(options.length > 0 && { options }) };
  }
  return { hole: name === undefined || name.startsWith('AUTO:') ? 'auto' : 'token', text: said };
}

/** `Redis/BullMQ/etc.` names Redis and BullMQ; `e.g., Clerk` names Clerk; `threshold` names nothing to choose from. */
function optionsOf(alternatives: string): string[] {
  const example = /^e\.?g\.?,?\s+/i.exec(alternatives);
  const body = alternatives.slice(example?.[0].length ?? 0);
  const options = body
    .split(separatorOf(body))
    .map((option) => option.trim())
    .filter((option) => option !== '' && !/^(?:etc\.?|…|\.\.\.|optional)$/i.test(option));
  return options.length > 1 || example !== null || options.length < body.split(separatorOf(body)).length ? options : [];
}

/** The strongest separator that occurs: what a `;` separates may contain commas, what a comma separates may contain slashes. */
function separatorOf(body: string): RegExp {
  if (body.includes(';')) return /;/;
  if (body.includes(',')) return /,/;
  if (body.includes(' | ')) return / \| /;
  return /\//;
}

/** The first hole in a text, as a value. */
export function firstHole(text: string, labels: LinkLabels = noLabels): Hole | undefined {
  const [first] = findHoles(text, 0, labels);
  return first && withoutSpan(first);
}

/** Reads a whole text as a hole if it is one or has one in it. */
export function asHole(text: string, labels: LinkLabels = noLabels): Hole | undefined {
  const [first] = findHoles(text, 0, labels);
  if (first === undefined) return undefined;
  const { span } = first;
  const hole = withoutSpan(first);
  return span.from === 0 && span.to === text.length
    ? hole
    : { hole: hole.hole, text, ...(hole.options && { options: hole.options }) };
}

function withoutSpan({ hole, text, options }: PlacedHole): Hole {
  return { hole, text, ...(options && { options }) };
}
