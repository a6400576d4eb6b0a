import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { check, type Finding, type Note, rules, type Severity } from '@asbuilt/core/check';
import { type LineIndex, lineIndex } from '@asbuilt/core/text';
import { profileTexts } from '#files/profile-texts';
import type { Analysis } from './analysis.ts';
import { rangeOf } from './positions.ts';
import { type Diagnostic, DiagnosticSeverity } from './protocol.ts';
import { rulePagesFolder } from './rule-pages-folder.ts';

/** What does not hold, by the URI of the text in which it stands. The document itself is always there, be it without any. */
export type DiagnosticsByUri = ReadonlyMap<string, readonly Diagnostic[]>;

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
};

const ruleNames = new Set(rules.map(({ name }) => name));

/** Holds a document against the rules. */
export function diagnosticsOf(analysis: Analysis): DiagnosticsByUri {
  const { draft, model, project, evidence, uri } = analysis;
  const placeOf = places(analysis);
  const byUri = new Map<string, Diagnostic[]>([[uri, analysis.troubles.map(troubleOf)]]);
  const subject = {
    file: project?.file ?? uri,
    draft,
    model,
    evidence,
    ...(project && { files: project.files }),
    ...(project?.profile && { profile: project.profile }),
  };
  for (const finding of check(subject)) {
    const at = placeOf(finding).uri;
    byUri.set(at, [...(byUri.get(at) ?? []), diagnosticOf(finding, placeOf)]);
  }
  return byUri;
}

type Place = { readonly uri: string; readonly range: Diagnostic['range'] };

function diagnosticOf(finding: Finding, placeOf: (at: Note) => Place): Diagnostic {
  const { rule, severity, message, help, notes } = finding;
  return {
    range: placeOf(finding).range,
    severity: severities[severity],
    source: 'asbuilt',
    code: rule,
    ...(ruleNames.has(rule) && { codeDescription: { href: new URL(`${rule}.md`, rulePagesFolder).href } }),
    message: help === undefined ? message : `${message}\n${help}`,
    relatedInformation: notes.map((note) => ({ location: placeOf(note), message: note.message })),
  };
}

/** What cannot be read around the document stands at its beginning. */
function troubleOf(message: string): Diagnostic {
  const start = { line: 0, character: 0 };
  return { range: { start, end: start }, severity: DiagnosticSeverity.Error, source: 'asbuilt', message };
}

/** Where a finding or one of its notes stands: in the document, its profile, or the local profile over that. */
function places({ uri, lines, project }: Analysis): (at: Note) => Place {
  const others = new Map<string, { readonly uri: string; readonly lines: LineIndex }>();
  for (const [file, text] of project === undefined ? [] : profileTexts(project)) {
    others.set(file, { uri: pathToFileURL(join(project?.directory ?? '', file)).href, lines: lineIndex(text) });
  }
  return ({ file, span }) => {
    const other = file === undefined ? undefined : others.get(file);
    return other === undefined
      ? { uri, range: rangeOf(lines, span) }
      : { uri: other.uri, range: rangeOf(other.lines, span) };
  };
}
