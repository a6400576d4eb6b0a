import { type CheckedDocument, githubAnnotations, junitXml, rules, sarifLog } from '@asbuilt/core/check';
import type { Outcome, RuleInfo } from '#check/request';
import { rulePages } from '#files/rule-pages';
import { rulePagesFolder } from '#lsp/rule-pages-folder';
import packageJson from '../../package.json' with { type: 'json' };
import type { CheckFormat } from './check-options.ts';

/** What a report for another program is made of. */
interface Reported {
  /** What is to be shown. */
  readonly documents: readonly CheckedDocument[];
  readonly outcomes: readonly Outcome[];
  /** The only rules that were checked, by name; none for all. */
  readonly rules: readonly string[];
}

/** Findings in a form that other programs show. */
export function reportOf(format: Exclude<CheckFormat, 'text' | 'json'>, reported: Reported): string {
  const using = rulesOf(reported);
  switch (format) {
    case 'github':
      return githubAnnotations(reported.documents);
    case 'junit':
      return junitXml(
        reported.documents,
        using.map(({ name }) => name),
      );
    case 'sarif': {
      const failures = reported.outcomes.flatMap((outcome) => (outcome.kind === 'failed' ? [outcome.message] : []));
      const tool = { version: packageJson.version, rules: using, page: pageOf, failures };
      return `${JSON.stringify(sarifLog(reported.documents, tool), null, 2)}\n`;
    }
  }
}

function rulesOf({ outcomes, rules: asked }: Reported): RuleInfo[] {
  const own = outcomes.flatMap((outcome) => (outcome.kind === 'checked' ? outcome.ownRules : []));
  const byName = new Map([...rules, ...own].map((rule) => [rule.name, rule]));
  return [...byName.values()].filter(({ name }) => asked.length === 0 || asked.includes(name));
}

function pageOf(rule: string): { markdown: string; uri: string } | undefined {
  const markdown = Object.hasOwn(rulePages, rule) ? rulePages[rule] : undefined;
  return markdown === undefined ? undefined : { markdown, uri: new URL(`${rule}.md`, rulePagesFolder).href };
}
