import type { Change } from './difference.ts';

/** A change in three parts: what changed, and how it is said in each version (empty where one does not say it). */
export interface ChangeText {
  readonly mark: '+' | '−' | '~';
  readonly what: string;
  readonly before: string;
  readonly after: string;
}

/** Longer texts are cut: whoever wants all of them reads the document. */
const longest = 160;

const marks: Readonly<Record<Change['kind'], ChangeText['mark']>> = {
  added: '+',
  removed: '−',
  changed: '~',
  renamed: '~',
  reordered: '~',
};

/** A change as people read it. */
export function changeText(change: Change): ChangeText {
  const { kind, before, after, details } = change;
  const mark = marks[kind];
  if (details !== undefined) {
    const said = details.map(([field, text]) => `${field} ${text}`).join(', ');
    return { mark, what: cut(rowName(change)), ...oneSide(kind, cut(said === '' ? 'is there' : said)) };
  }
  return { mark, what: cut(whatOf(change)), before: cut(before?.text ?? ''), after: cut(after?.text ?? '') };
}

function oneSide(kind: Change['kind'], said: string): Pick<ChangeText, 'before' | 'after'> {
  return kind === 'added' ? { before: '', after: said } : { before: said, after: '' };
}

function rowName({ subject, field }: Change): string {
  if (subject === '') return field;
  return field === '' ? subject : `${subject} (${field})`;
}

function whatOf({ kind, subject, field }: Change): string {
  if (kind === 'renamed') return field === 'name' ? 'name' : `name of the ${field}`;
  if (kind === 'reordered') return `order of the ${field}`;
  return subject === '' ? field : `${subject}: ${field}`;
}

function cut(text: string): string {
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}

/** A section by its stem: `failure-modes` is "Failure modes". */
export function sectionTitle(stem: string): string {
  if (stem === 'slos') return 'SLOs';
  return stem.charAt(0).toUpperCase() + stem.slice(1).replaceAll('-', ' ');
}
