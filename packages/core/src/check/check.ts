import { withoutExceptions } from './exceptions.ts';
import type { Finding } from './finding.ts';
import type { Report, Rule, Subject } from './rule.ts';
import { rules } from './rules.ts';
import { atLevels, hasMoreRules, unknownLevels } from './settings.ts';

/**
 * Holds an overview against the rules. The findings come in the order of the text: those in the overview first, then those
 * in other files; at one place in the order of the rules. What the document excepts and what the profile turns off is left out. A
 * rule that throws becomes a finding itself, so nothing is thrown.
 * @param using the rules to check
 * @param all every rule that there is, where that is more than what is checked: without the project's own rules, nothing is
 * said about names that may be theirs
 */
export function check(subject: Subject, using: readonly Rule[] = rules, all: readonly Rule[] = using): Finding[] {
  return concluded(
    using.flatMap((rule) => findingsOf(rule, subject)),
    { subject, using, all },
  );
}

/** Which rules were held against what. */
interface Checked {
  readonly subject: Subject;
  readonly using: readonly Rule[];
  readonly all: readonly Rule[];
}

/** What is left of all that the rules found, at the levels of the profile and in order. */
export function concluded(found: readonly Finding[], { subject, using, all }: Checked): Finding[] {
  const mayBeMore = hasMoreRules(subject.profile, all);
  const left = withoutExceptions(found, subject.draft, { names: namesOf(using), all: namesOf(all), mayBeMore });
  return [...atLevels(left, subject.profile), ...unknownLevels(subject.profile, all)].toSorted(byPlace);
}

function namesOf(some: readonly Rule[]): string[] {
  return some.map(({ name }) => name);
}

/** What a rule finds. */
export function findingsOf(rule: Rule, subject: Subject): Finding[] {
  const found: Finding[] = [];
  const report: Report = (finding) => {
    found.push({ rule: rule.name, severity: rule.severity, notes: [], ...finding });
  };
  try {
    rule.check(subject, report);
  } catch (thrown) {
    found.push(crashed(rule, thrown));
  }
  return found;
}

/** What a rule found before it failed stays; this says that there may be more. */
function crashed(rule: Rule, thrown: unknown): Finding {
  const reason = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  return {
    rule: 'rule-crashed',
    severity: 'error',
    message: `The rule ${rule.name} failed on this document, so what it looks for may be missing here (${reason})`,
    span: { from: 0, to: 0 },
    notes: [],
    help: rules.includes(rule)
      ? 'This is a fault in Asbuilt, not in the document: report it together with the document.'
      : "This is a fault in the project's own rule, not in the document: mend the module that the profile names.",
  };
}

function byPlace(one: Finding, other: Finding): number {
  const files = compare(one.file ?? '', other.file ?? '');
  return files || one.span.from - other.span.from || one.span.to - other.span.to;
}

/** By UTF-16 code units, the same on every machine. */
function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
