import type { LineRange } from '#model/index';
import type { CheckedDocument } from './checked.ts';
import type { Finding, Note, Repair, Severity } from './finding.ts';
import { fingerprint } from './fingerprint.ts';
import type { Rule } from './rule.ts';
import type {
  SarifFix,
  SarifLevel,
  SarifLocation,
  SarifLog,
  SarifRegion,
  SarifResult,
  SarifRule,
} from './sarif-types.ts';
import { type FindSource, sources } from './sources.ts';

/** What a SARIF log says about the tool that wrote it. */
export interface SarifTool {
  readonly version: string;
  /** Every rule that was checked. */
  readonly rules: readonly Pick<Rule, 'name' | 'sentence' | 'severity'>[];
  /** A rule's page; undefined for a rule that has none. */
  readonly page: (rule: string) => { readonly markdown: string; readonly uri: string } | undefined;
  /** What could not be tried, a sentence each. */
  readonly failures?: readonly string[];
}

/** Findings as SARIF 2.1.0, the form in which code scanning takes them. */
export function sarifLog(documents: readonly CheckedDocument[], tool: SarifTool): SarifLog {
  const rules = ruleTable(documents, tool);
  const indexOf = new Map(rules.map(({ id }, index) => [id, index]));
  const failures = tool.failures ?? [];
  return {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'asbuilt', semanticVersion: tool.version, rules } },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: failures.length === 0,
            toolExecutionNotifications: failures.map((text) => ({ level: 'error', message: { text } })),
          },
        ],
        results: documents.flatMap((document) => resultsOf(document, indexOf)),
      },
    ],
  };
}

const levels: Readonly<Record<Severity, SarifLevel>> = { error: 'error', warning: 'warning', info: 'note' };

/** The rules that were checked, and after them what else findings are of (a rule that crashed). */
function ruleTable(documents: readonly CheckedDocument[], { rules, page }: SarifTool): SarifRule[] {
  const known = new Set(rules.map(({ name }) => name));
  const others = new Set(documents.flatMap(({ findings }) => findings.map(({ rule }) => rule)));
  return [
    ...rules.map(({ name, sentence, severity }) => {
      const found = page(name);
      return {
        id: name,
        shortDescription: { text: sentence },
        defaultConfiguration: { level: levels[severity] },
        ...(found && { helpUri: found.uri, help: { text: sentence, markdown: found.markdown } }),
      };
    }),
    ...[...others]
      .filter((id) => !known.has(id))
      .map((id) => ({ id, shortDescription: { text: id }, defaultConfiguration: { level: 'error' as const } })),
  ];
}

function resultsOf(
  { file, text, findings, others }: CheckedDocument,
  indexOf: ReadonlyMap<string, number>,
): SarifResult[] {
  const find = sources(file, text, others);
  const times = new Map<string, number>();
  return findings.map((finding) => {
    const identity = identityOf(finding, find);
    const before = times.get(identity) ?? 0;
    times.set(identity, before + 1);
    const { rule, severity, message, help, notes, repairs } = finding;
    return {
      ruleId: rule,
      ruleIndex: indexOf.get(rule) ?? -1,
      level: levels[severity],
      message: { text: help === undefined ? message : `${message}\n${help}` },
      locations: [locationOf(finding, find)],
      ...(notes.length > 0 && { relatedLocations: notes.map((note, index) => related(note, index, find)) }),
      ...(repairs !== undefined && { fixes: repairs.map((repair) => fixOf(repair, finding, find)) }),
      partialFingerprints: { 'asbuilt/v1': fingerprint(`${identity}\n${before}`) },
    };
  });
}

/** What stays the same while the document around a finding changes: its rule, its line without blanks, and the marked text. */
function identityOf({ rule, span, file }: Finding, find: FindSource): string {
  const source = find(file);
  const line = source.lines.line(source.lines.position(span.from).line);
  return [
    source.file,
    rule,
    line.slice(0, 1000).replaceAll(/\s+/g, ''),
    source.text.slice(span.from, span.to).slice(0, 200),
  ].join('\n');
}

function locationOf({ file, span }: Pick<Note, 'file' | 'span'>, find: FindSource): SarifLocation {
  const source = find(file);
  const region = regionOf(source.lines.range(span));
  return { physicalLocation: { artifactLocation: { uri: uriOf(source.file) }, region } };
}

function related(note: Note, index: number, find: FindSource): SarifLocation {
  return { id: index + 1, message: { text: note.message }, ...locationOf(note, find) };
}

function fixOf({ title, safe, edits }: Repair, { file }: Finding, find: FindSource): SarifFix {
  const source = find(file);
  const replacements = edits.map(({ span, text }) => ({
    deletedRegion: regionOf(source.lines.range(span)),
    insertedContent: { text },
  }));
  return {
    description: { text: title },
    artifactChanges: [{ artifactLocation: { uri: uriOf(source.file) }, replacements }],
    properties: { safe },
  };
}

function regionOf({ line, column, endLine, endColumn }: LineRange): SarifRegion {
  return { startLine: line, startColumn: column, endLine, endColumn };
}

/** A path as a URI reference (RFC 3986): relative paths stay relative. */
function uriOf(path: string): string {
  const parts = path.replaceAll('\\', '/').split('/');
  const encoded = parts.map((part) => encodeURIComponent(part)).join('/');
  return path.startsWith('/') ? `file://${encoded}` : encoded;
}
