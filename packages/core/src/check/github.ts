import type { CheckedDocument } from './checked.ts';
import type { Finding, Severity } from './finding.ts';
import { sources } from './sources.ts';

const commands: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'notice' };

/**
 * Findings as workflow commands of GitHub Actions, one a line: whatever prints them in a job annotates the change there
 * (docs.github.com, "Workflow commands for GitHub Actions"; the escapes are those of actions/toolkit).
 */
export function githubAnnotations(documents: readonly CheckedDocument[]): string {
  return documents
    .flatMap(({ file, text, findings, others }) => {
      const find = sources(file, text, others);
      return findings.map((finding) => {
        const source = find(finding.file);
        return annotation(finding, { file: source.file, ...source.lines.range(finding.span) });
      });
    })
    .join('');
}

interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

function annotation({ rule, severity, message, help }: Finding, place: Place): string {
  const { file, line, column, endLine, endColumn } = place;
  // GitHub knows columns inside of one line only; its last one is inclusive.
  const columns = line === endLine ? { col: column, endColumn: Math.max(column, endColumn - 1) } : {};
  const properties = Object.entries({ file, line, endLine, ...columns, title: rule })
    .map(([name, value]) => `${name}=${property(String(value))}`)
    .join(',');
  return `::${commands[severity]} ${properties}::${data(help === undefined ? message : `${message}\n${help}`)}\n`;
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
