import type { CheckedDocument } from './checked.ts';
import type { Finding } from './finding.ts';
import { findingTexts } from './print.ts';

/**
 * Findings as a JUnit report, the form that build servers show: a suite for each document, in it a case for each rule that
 * was checked. An error fails its case; what is less than that stands in the case's output.
 */
export function junitXml(documents: readonly CheckedDocument[], rules: readonly string[]): string {
  const suites = documents.map((document) => suiteOf(document, rules));
  const count = (of: (suite: Suite) => number): number => suites.reduce((sum, suite) => sum + of(suite), 0);
  const attributes = `tests="${count(({ cases }) => cases.length)}" failures="${count(({ failures }) => failures)}" errors="0"`;
  const body = suites.flatMap(printSuite).join('\n');
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="asbuilt check" ${attributes}>\n${body}\n</testsuites>\n`;
}

interface Suite {
  readonly file: string;
  readonly cases: readonly { readonly rule: string; readonly lines: readonly string[] }[];
  readonly failures: number;
}

interface Printed {
  readonly finding: Finding;
  readonly text: string;
}

function suiteOf(document: CheckedDocument, rules: readonly string[]): Suite {
  const { file, findings } = document;
  const texts = findingTexts(document);
  const printed = findings.map((finding, index) => ({ finding, text: texts[index] ?? '' }));
  // A rule that crashed is no rule that was asked for, and has to be seen all the same.
  const names = [...new Set([...rules, ...findings.map(({ rule }) => rule)])];
  const byRule = names.map((rule) => ({ rule, found: printed.filter(({ finding }) => finding.rule === rule) }));
  return {
    file,
    cases: byRule.map(({ rule, found }) => ({ rule, lines: resultOf(found) })),
    failures: byRule.filter(({ found }) => found.some(isError)).length,
  };
}

function isError({ finding }: Printed): boolean {
  return finding.severity === 'error';
}

function resultOf(found: readonly Printed[]): string[] {
  const errors = found.filter(isError);
  const others = found.filter((one) => !isError(one));
  const lines: string[] = [];
  const [first] = errors;
  if (first !== undefined) {
    const more = errors.length === 1 ? '' : ` (and ${errors.length - 1} more)`;
    const message = escaped(`${first.finding.message}${more}`);
    lines.push(`<failure message="${message}" type="error">${textOf(errors)}</failure>`);
  }
  if (others.length > 0) lines.push(`<system-out>${textOf(others)}</system-out>`);
  return lines;
}

function textOf(printed: readonly Printed[]): string {
  return escaped(printed.map(({ text }) => text).join('\n\n'));
}

function printSuite({ file, cases, failures }: Suite): string[] {
  const name = escaped(file);
  return [
    `  <testsuite name="${name}" tests="${cases.length}" failures="${failures}" errors="0" skipped="0">`,
    ...cases.flatMap(({ rule, lines }) => {
      const start = `    <testcase name="${escaped(rule)}" classname="${name}"`;
      return lines.length === 0
        ? [`${start}/>`]
        : [`${start}>`, ...lines.map((line) => `      ${line}`), '    </testcase>'];
    }),
    '  </testsuite>',
  ];
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
  '\t': '&#9;',
};

/** Text for an element or an attribute; characters that XML 1.0 §2.2 forbids become U+FFFD. */
function escaped(text: string): string {
  return text
    .replaceAll(/[^\t\n\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replaceAll(/[&<>"\n\t]/g, (character) => entities[character] ?? character);
}
