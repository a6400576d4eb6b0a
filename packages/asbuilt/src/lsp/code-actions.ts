import { editsByFile, type Finding, type Repair, safeRepairs } from '@asbuilt/core/check';
import type { Analysis } from './analysis.ts';
import type { Abilities } from './capabilities.ts';
import { diagnosticOf } from './diagnostics.ts';
import { type EditStyle, snippetEdit, workspaceEdit } from './edits.ts';
import { exceptionFrom } from './exception.ts';
import { findingsOf } from './found.ts';
import { placeOf } from './places.ts';
import { type CodeAction, CodeActionKind, type CodeActionParams, type Range } from './protocol.ts';

/** How the editor takes edits. */
export type ActionStyle = EditStyle & Pick<Abilities, 'snippetEdits'>;

const fixAllKind = `${CodeActionKind.SourceFixAll}.asbuilt`;

/** What can be done about the findings that a range of a text touches, and about all of them at once. */
export function codeActionsAt(
  analysis: Analysis,
  { textDocument, range, context }: CodeActionParams,
  style: ActionStyle,
): CodeAction[] {
  const wants = (kind: string): boolean =>
    context.only?.some((only) => kind === only || kind.startsWith(`${only}.`)) ?? true;
  const here = (finding: Finding): boolean =>
    placeOf(analysis, finding.file).uri === textDocument.uri && touches(diagnosticOf(finding, analysis).range, range);
  const found = wants(CodeActionKind.QuickFix) ? findingsOf(analysis).filter(here) : [];
  return [
    ...found.flatMap((finding) => repairsOf(finding, analysis, style)),
    ...found.flatMap((finding) => exceptionOf(finding, analysis, style)),
    ...(wants(fixAllKind) ? fixAll(analysis, style) : []),
  ];
}

function repairsOf(finding: Finding, analysis: Analysis, style: ActionStyle): CodeAction[] {
  const place = placeOf(analysis, finding.file);
  return (finding.repairs ?? []).map(({ title, edits, safe }: Repair) => ({
    title,
    kind: CodeActionKind.QuickFix,
    diagnostics: [diagnosticOf(finding, analysis)],
    isPreferred: safe,
    edit: workspaceEdit([{ place, edits }], style),
  }));
}

/** Where the user writes the reason, in the syntax of snippets. */
const reasonPlace = '$1';

/** Without snippets the reason stays empty, and is asked for by the finding that the comment itself is then. */
function exceptionOf(finding: Finding, analysis: Analysis, style: ActionStyle): CodeAction[] {
  const exception = exceptionFrom(finding, analysis);
  if (exception === undefined) return [];
  const { at, before, after } = exception;
  const place = placeOf(analysis, undefined);
  const plain = { span: { from: at, to: at }, text: `${before}${after}` };
  return [
    {
      title: `Except this from ${finding.rule}, with a reason`,
      kind: CodeActionKind.QuickFix,
      diagnostics: [diagnosticOf(finding, analysis)],
      edit: style.snippetEdits
        ? snippetEdit(place, at, `${before}${reasonPlace}${after}`, style)
        : workspaceEdit([{ place, edits: [plain] }], style),
    },
  ];
}

function fixAll(analysis: Analysis, style: ActionStyle): CodeAction[] {
  const safe = safeRepairs(findingsOf(analysis));
  if (safe.length === 0) return [];
  const changes = [...editsByFile(safe)].map(([file, edits]) => ({
    place: placeOf(analysis, file === '' ? undefined : file),
    edits,
  }));
  return [
    {
      title: safe.length === 1 ? 'Make the one safe repair' : `Make all ${safe.length} safe repairs`,
      kind: fixAllKind,
      edit: workspaceEdit(changes, style),
    },
  ];
}

function touches(one: Range, other: Range): boolean {
  return !isBefore(one.end, other.start) && !isBefore(other.end, one.start);
}

function isBefore(one: Range['start'], other: Range['start']): boolean {
  return one.line < other.line || (one.line === other.line && one.character < other.character);
}
