import type { Finding, Note, Repair, Report, Rule } from '@asbuilt/core/check';
import type { Edit, Span } from '@asbuilt/core/model';
import { profileTexts } from '#files/profile-texts';
import type { Project } from '#files/project';
import { isRecord, isSeverity, isText } from './rule-shape.ts';
import { textNamed } from './texts.ts';

/**
 * The check of a rule that somebody else wrote: what it reports is looked at before it goes on, so that a slip in it is said
 * there and not in whatever prints it. It throws what `check` turns into a finding about the rule.
 */
export function guarded(rule: Rule, project: Project): Rule['check'] {
  const lengths = lengthsIn(project);
  return (subject, report) => {
    const answer: unknown = rule.check(subject, (found: unknown) => report(reported(found, lengths)));
    if (!(answer instanceof Promise)) return;
    // What comes of it later is of no use any more.
    answer.catch(() => undefined);
    throw new Error('its check is asynchronous; it has to report before it returns');
  };
}

/** The length of a text that findings may point into; undefined where there is no such text. */
type LengthOf = (file: string | undefined) => number | undefined;

function lengthsIn(project: Project): LengthOf {
  const texts = profileTexts(project);
  return (file) =>
    file === undefined ? project.draft.text.length : (texts.get(file) ?? textNamed(project, file))?.length;
}

function reported(found: unknown, lengthOf: LengthOf): Parameters<Report>[0] {
  if (!isRecord(found)) throw new Error('it reports something else than an object with message and span');
  const { severity, help, notes = [], repairs } = found;
  if (severity !== undefined && !isSeverity(severity)) throw new Error('a severity is error, warning or info');
  if (help !== undefined && !isText(help)) throw new Error('the help that it reports is no text');
  const note = noteOf(found, lengthOf);
  return {
    ...note,
    notes: listOf(notes, 'notes').map((each) => noteOf(each, lengthOf)),
    ...(severity !== undefined && { severity }),
    ...(help !== undefined && { help }),
    ...(repairs !== undefined && { repairs: repairsOf(repairs, lengthOf(note.file) ?? 0) }),
  };
}

function noteOf(value: unknown, lengthOf: LengthOf): Note {
  if (!isRecord(value) || !isText(value['message'])) throw new Error('it reports something without a message');
  const { message, file } = value;
  if (file !== undefined && !isText(file)) throw new Error('the file that it reports is no text');
  const length = lengthOf(file);
  if (length === undefined)
    throw new Error(`it points into ${file ?? 'the overview'}, which is no text of the project`);
  return { message, span: spanOf(value['span'], length), ...(file !== undefined && { file }) };
}

function repairsOf(value: unknown, length: number): NonNullable<Finding['repairs']> {
  return listOf(value, 'repairs').map((repair): Repair => {
    if (!isRecord(repair) || !isText(repair['title']) || typeof repair['safe'] !== 'boolean')
      throw new Error('a repair has a title, edits, and says whether it is safe');
    const edits = listOf(repair['edits'], 'edits').map((edit) => editOf(edit, length));
    if (overlap(edits)) throw new Error('the edits of a repair overlap');
    return { title: repair['title'], safe: repair['safe'], edits };
  });
}

function overlap(edits: readonly Edit[]): boolean {
  const spans = edits.map(({ span }) => span).toSorted((one, other) => one.from - other.from);
  return spans.some(({ from }, index) => from < (spans[index - 1]?.to ?? 0));
}

function editOf(value: unknown, length: number): Edit {
  if (!isRecord(value) || typeof value['text'] !== 'string') throw new Error('an edit has a span and a text');
  return { span: spanOf(value['span'], length), text: value['text'] };
}

function spanOf(value: unknown, length: number): Span {
  const { from, to } = isRecord(value) ? value : {};
  if (!Number.isInteger(from) || !Number.isInteger(to))
    throw new Error('a span is {from, to}, two offsets in the text');
  const span = { from: Number(from), to: Number(to) };
  if (span.from < 0 || span.to < span.from || span.to > length)
    throw new Error(`the span ${span.from} to ${span.to} is not inside of a text of ${length} characters`);
  return span;
}

function listOf(value: unknown, what: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new Error(`its ${what} are no list`);
  return value;
}
