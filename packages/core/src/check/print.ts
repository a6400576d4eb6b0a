import type { Span } from '#model/index';
import type { CheckedDocument } from './checked.ts';
import { concealed } from './concealed.ts';
import { excerpt } from './excerpt.ts';
import type { Finding, Note } from './finding.ts';
import { visible } from './glyphs.ts';
import { tally } from './json.ts';
import { type Paint, plain } from './paint.ts';
import { count, grouped } from './say.ts';
import { type FindSource, type OtherTexts, sources } from './sources.ts';

/** How findings are printed. */
export interface PrintOptions {
  readonly paint?: Paint;
  /** Texts of the files that findings name besides the overview, e.g. the profile's. */
  readonly others?: OtherTexts;
  /** Columns for a source line, 20 or more; longer lines are cut around the marked place. Default 100. */
  readonly columns?: number;
  /** Whether the sum speaks of errors alone, since nothing else is among the findings. */
  readonly quiet?: boolean;
}

/** Nobody reads more; a document with more findings is put together by a program, and read by one. */
const mostPrinted = 10_000;

/**
 * Findings for people: each with its place, the line that it is about, the other places involved and the next step; at the end
 * the sum. Of more than 10,000 the gravest are printed, and the others counted.
 */
export function findingsText(
  file: string,
  text: string,
  findings: readonly Finding[],
  options: PrintOptions = {},
): string {
  const shown = gravest(findings);
  const page = pageOf({ file, text, findings: shown, others: options.others ?? new Map() }, options);
  const printed = shown.map((finding) => `${printFinding(finding, page)}\n`);
  const left = findings.length - shown.length;
  const more = left === 0 ? [] : [`… and ${grouped(left)} more; --format json has all\n`];
  return `${[...printed, ...more, `${tallies(findings, options.quiet)} in ${printable(file)}`].join('\n')}\n`;
}

/** As many as are printed, in their order: errors before warnings, and these before what is only worth knowing. */
function gravest(findings: readonly Finding[]): readonly Finding[] {
  if (findings.length <= mostPrinted) return findings;
  const kept = new Set(
    severities.flatMap((each) => findings.filter(({ severity }) => severity === each)).slice(0, mostPrinted),
  );
  return findings.filter((finding) => kept.has(finding));
}

const severities = ['error', 'warning', 'info'] as const;

/** The sum over several documents: `2 errors, 1 warning in 2 of 200 files`. */
export function findingsSum(documents: readonly CheckedDocument[], quiet = false): string {
  const all = documents.flatMap(({ findings }) => findings);
  const touched = documents.filter(({ findings }) => findings.length > 0).length;
  const where = touched === 0 ? count(documents.length, 'file') : `${touched} of ${count(documents.length, 'file')}`;
  return `${tallies(all, quiet)} in ${where}\n`;
}

/** The findings of a document without colours, each as `findingsText` prints it. */
export function findingTexts(document: CheckedDocument): string[] {
  const page = pageOf(document, {});
  return document.findings.map((finding) => printFinding(finding, page));
}

function pageOf(document: CheckedDocument, { paint = plain, columns = 100 }: PrintOptions): Page {
  const { text, others } = concealed(document, document.findings);
  return { paint, find: sources(document.file, text, others), columns: Math.max(20, columns) };
}

interface Page {
  readonly paint: Paint;
  readonly find: FindSource;
  readonly columns: number;
}

function printFinding(finding: Finding, page: Page): string {
  const { paint } = page;
  const gutter = gutterWidth([finding, ...finding.notes], page.find);
  return [
    `${place(finding, page)} ${paint(finding.severity, finding.severity)} ${paint('rule', finding.rule)}`,
    paint('message', printable(finding.message)),
    ...marked(finding, gutter, page),
    ...finding.notes.flatMap((note) => [
      `${place(note, page)} ${paint('note', 'note')}: ${printable(note.message)}`,
      ...marked(note, gutter, page),
    ]),
    ...(finding.help === undefined ? [] : [`${paint('help', 'help')}: ${printable(finding.help)}`]),
  ].join('\n');
}

/** `overview.md:144:50` */
function place(at: { readonly file?: string; readonly span: Span }, { find, paint }: Page): string {
  const source = find(at.file);
  const { line, column } = source.lines.position(at.span.from);
  return paint('place', `${printable(source.file)}:${line}:${column}`);
}

function marked(at: Note, gutter: number, { find, paint, columns }: Page): string[] {
  return excerpt(find(at.file), at.span, columns).flatMap(({ number, source, marks }) => {
    const bar = (label: string): string => paint('gutter', ` ${label.padStart(gutter)} │`);
    const line = `${bar(String(number ?? ''))} ${source}`.trimEnd();
    return marks === '' ? [line] : [line, `${bar('')} ${paint('mark', marks)}`];
  });
}

function gutterWidth(places: readonly Note[], find: FindSource): number {
  const numbers = places.map(({ file, span }) => find(file).lines.position(span.to).line);
  return String(Math.max(...numbers)).length;
}

/** `2 errors, 3 warnings` */
function tallies(findings: readonly Finding[], quiet = false): string {
  const errors = count(tally(findings, 'error'), 'error');
  if (quiet) return errors;
  const warnings = count(tally(findings, 'warning'), 'warning');
  const info = tally(findings, 'info');
  return [errors, warnings, ...(info === 0 ? [] : [`${info} for information`])].join(', ');
}

/** A sentence on one line, with nothing in it that a terminal would obey. */
function printable(sentence: string): string {
  return visible(sentence.replaceAll(/\s/g, ' '));
}
