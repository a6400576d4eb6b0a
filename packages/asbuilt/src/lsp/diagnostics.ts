import { type Finding, rules, type Severity } from '@asbuilt/core/check';
import type { Span } from '@asbuilt/core/model';
import type { Analysis } from './analysis.ts';
import { findingsOf } from './found.ts';
import { placeOf } from './places.ts';
import { rangeOf } from './positions.ts';
import { type Diagnostic, DiagnosticSeverity, type Location } from './protocol.ts';
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
  const byUri = new Map<string, Diagnostic[]>([[analysis.uri, analysis.troubles.map(troubleOf)]]);
  for (const finding of findingsOf(analysis)) {
    const { uri } = placeOf(analysis, finding.file);
    const before = byUri.get(uri);
    const diagnostic = diagnosticOf(finding, analysis);
    if (before === undefined) byUri.set(uri, [diagnostic]);
    else before.push(diagnostic);
  }
  return byUri;
}

/** A finding as editors show it. */
export function diagnosticOf(finding: Finding, analysis: Analysis): Diagnostic {
  const { rule, severity, message, help, notes } = finding;
  return {
    range: locationOf(finding, analysis).range,
    severity: severities[severity],
    source: 'asbuilt',
    code: rule,
    ...(ruleNames.has(rule) && { codeDescription: { href: new URL(`${rule}.md`, rulePagesFolder).href } }),
    message: help === undefined ? message : `${message}\n${help}`,
    relatedInformation: notes.map((note) => ({ location: locationOf(note, analysis), message: note.message })),
  };
}

function locationOf({ file, span }: { readonly file?: string; readonly span: Span }, analysis: Analysis): Location {
  const { uri, lines } = placeOf(analysis, file);
  return { uri, range: rangeOf(lines, span) };
}

/** What cannot be read around the document stands at its beginning. */
function troubleOf(message: string): Diagnostic {
  const start = { line: 0, character: 0 };
  return { range: { start, end: start }, severity: DiagnosticSeverity.Error, source: 'asbuilt', message };
}
