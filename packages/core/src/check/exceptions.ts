import type { Draft, PlacedComment, Span } from '#model/index';
import { nearest } from '#text/nearest';
import type { Finding } from './finding.ts';

/** `<!-- asbuilt-ignore rule: reason -->` */
export interface Exception {
  readonly comment: PlacedComment;
  /** '' where the comment names none. */
  readonly rule: string;
  /** '' where the comment gives none: then it excepts nothing. */
  readonly reason: string;
}

const form = /^asbuilt-ignore(?:\s+(?<rule>[^\s:]+))?\s*(?::\s*(?<reason>[^]*))?$/;

/** The exceptions that a document makes, in its order. */
export function exceptionsOf({ comments }: Draft): Exception[] {
  return comments
    .filter(({ text }) => /^asbuilt-ignore(?![\w-])/.test(text))
    .map((comment) => {
      const { rule = '', reason = '' } = form.exec(comment.text)?.groups ?? {};
      return { comment, rule, reason: reason.trim() };
    });
}

/** The rules that were checked, and the names of all that there are. */
interface Checked {
  readonly names: readonly string[];
  readonly all: readonly string[];
  /** Whether the project has rules of its own that were not loaded. */
  readonly mayBeMore: boolean;
}

/**
 * Takes out the findings that the document excepts, and adds one for each exception that excepts nothing. Only findings
 * about the overview itself can be excepted.
 */
export function withoutExceptions(findings: readonly Finding[], draft: Draft, checked: Checked): Finding[] {
  const exceptions = exceptionsOf(draft)
    .filter(({ rule, reason }) => rule !== '' && reason !== '')
    .map((exception) => ({ ...exception, reach: reachOf(exception.comment.span, draft.text) }));
  if (exceptions.length === 0) return [...findings];
  const used = new Set<Exception>();
  const left = findings.filter((finding) => {
    const excepting = exceptions.filter((exception) => excepts(exception, finding));
    for (const exception of excepting) used.add(exception);
    return excepting.length === 0;
  });
  const unused = exceptions.filter((exception) => !used.has(exception));
  return [...left, ...unused.flatMap((exception) => unneeded(exception, draft.text, checked))];
}

function excepts({ rule, reach }: Exception & { readonly reach: Span }, finding: Finding): boolean {
  const { from } = finding.span;
  return finding.file === undefined && finding.rule === rule && from >= reach.from && from <= reach.to;
}

function unneeded({ comment, rule }: Exception, text: string, { names, all, mayBeMore }: Checked): Finding[] {
  const problem = { rule: 'exceptions-are-needed', span: comment.span, notes: [] } as const;
  if (!all.includes(rule)) {
    if (mayBeMore) return [];
    const meant = nearest(rule, all);
    const help = meant === undefined ? '`asbuilt explain` lists the rules.' : `Did you mean \`${meant}\`?`;
    return [{ ...problem, severity: 'error', message: `No rule is called ${rule}`, help }];
  }
  if (!names.includes(rule)) return [];
  const message = `Nothing here breaks ${rule}, so there is nothing to except`;
  const takeOut = {
    title: 'Take the exception out',
    edits: [{ span: wholeOf(comment.span, text), text: '' }],
    safe: true,
  };
  return [{ ...problem, severity: 'warning', message, help: 'Take the exception out.', repairs: [takeOut] }];
}

/** A comment with what is left empty without it: the blanks before it, or its line where it stands alone. */
function wholeOf({ from, to }: Span, text: string): Span {
  const start = text.lastIndexOf('\n', from - 1) + 1;
  const end = lineEnd(text, to);
  if (text.slice(start, from).trim() === '' && text.slice(to, end).trim() === '')
    return { from: start, to: Math.min(text.length, end + 1) };
  const blanks = text.slice(start, from).length - text.slice(start, from).trimEnd().length;
  return text.slice(to, end).trim() === '' ? { from: from - blanks, to } : { from, to };
}

/** The comment's own line; of a comment that stands alone on it also the block below. */
function reachOf({ from, to }: Span, text: string): Span {
  const start = text.lastIndexOf('\n', from - 1) + 1;
  const end = lineEnd(text, to);
  const isAlone = text.slice(start, from).trim() === '' && text.slice(to, end).trim() === '';
  return { from: start, to: isAlone ? blockEnd(text, end) : end };
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end;
}

/** The end of the lines below that stand together, after any blank ones. */
function blockEnd(text: string, from: number): number {
  let at = from;
  let isInside = false;
  while (at < text.length) {
    const end = lineEnd(text, at + 1);
    const isBlank = text.slice(at, end).trim() === '';
    if (isBlank && isInside) return at;
    isInside ||= !isBlank;
    at = end;
  }
  return at;
}
