import { type Change, changeBetween, isSameAfter, spanAfter, valueAfter } from '#model/index';
import { concluded, findingsOf } from './check.ts';
import type { Finding } from './finding.ts';
import type { Rule, Subject } from './rule.ts';
import { rules } from './rules.ts';
import { type SubjectPart, watchSubject } from './watched-subject.ts';

/** Holds the versions of one overview against the rules, as `check` does. */
export type Checker = (subject: Subject, using?: readonly Rule[], all?: readonly Rule[]) => Finding[];

/** What a rule found, and what it read for that. */
interface RuleRun {
  readonly found: readonly Finding[];
  readonly read: ReadonlySet<SubjectPart>;
}

interface Round {
  readonly subject: Subject;
  readonly runs: ReadonlyMap<Rule, RuleRun>;
}

/**
 * A checker for an overview that is being edited: it remembers what each rule read and found, and runs only those again that
 * read something which has changed. What it finds is what `check` finds in the same subject. The project's own rules always
 * run: they may read what nobody sees.
 */
export function createChecker(): Checker {
  let before: Round | undefined;
  return (subject, using = rules, all = using) => {
    const since = before && sinceRound(before, subject);
    const runs = new Map(using.map((rule) => [rule, since?.kept(rule) ?? run(rule, subject)]));
    before = { subject, runs };
    return concluded(
      using.flatMap((rule) => runs.get(rule)?.found ?? []),
      { subject, using, all },
    );
  };
}

function run(rule: Rule, subject: Subject): RuleRun {
  const read = new Set<SubjectPart>();
  const found = findingsOf(
    rule,
    watchSubject(subject, (part) => read.add(part)),
  );
  return { found, read };
}

/** What still holds of a round; undefined where what stands around the document has changed. */
function sinceRound(
  { subject: before, runs }: Round,
  subject: Subject,
): { readonly kept: (rule: Rule) => RuleRun | undefined } | undefined {
  if (!isSameAround(before, subject)) return undefined;
  const change = changeBetween(before.draft.text, subject.draft.text);
  const isSame = comparing(before, subject, change);
  return {
    kept: (rule) => {
      const known = builtIn.has(rule) ? runs.get(rule) : undefined;
      if (known === undefined || ![...known.read].every(isSame)) return undefined;
      const found = known.found.map((finding) => findingAfter(finding, change));
      return found.every((finding) => finding !== undefined) ? { found, read: known.read } : undefined;
    },
  };
}

const builtIn: ReadonlySet<Rule> = new Set(rules);

/** The profile is read anew for each version of the document, most often from the same text. */
function isSameAround(before: Subject, { file, profile, evidence }: Subject): boolean {
  return (
    before.file === file &&
    before.profile?.file === profile?.file &&
    before.profile?.text === profile?.text &&
    isSameAfter(before.profile?.local, profile?.local, nothing) &&
    isSameAfter(before.evidence, evidence, nothing)
  );
}

const nothing: Change = { from: Number.POSITIVE_INFINITY, to: Number.POSITIVE_INFINITY, by: 0 };

/** Where names come from. */
const named = ['services', 'caches', 'boundaries', 'integrations', 'flows'] as const;

/** Tells whether a part is the same as before but for where it stands; each is compared once. */
function comparing(before: Subject, after: Subject, change: Change): (part: SubjectPart) => boolean {
  const answers = new Map<SubjectPart, boolean>();
  const isSame = (part: SubjectPart): boolean => {
    if (part === 'surroundings') return false;
    if (part === 'names') return named.every(ask);
    if (part === 'keys') return isSameAfter(keysOf(before), keysOf(after), nothing);
    if (part.startsWith('draft/')) return isSameField(part.slice('draft/'.length));
    return isSameAfter(Reflect.get(before.draft.overview, part), Reflect.get(after.draft.overview, part), change);
  };
  const isSameField = (key: string): boolean =>
    isSameAfter(Reflect.get(before.draft, key), Reflect.get(after.draft, key), change);
  const ask = (part: SubjectPart): boolean => {
    const answer = answers.get(part) ?? isSame(part);
    answers.set(part, answer);
    return answer;
  };
  return ask;
}

function keysOf({ draft }: Subject): readonly string[] {
  return Object.keys(draft.overview);
}

/** A finding as it stands after a change; undefined where the change touches a place that it names, or one is in another file. */
function findingAfter(finding: Finding, change: Change): Finding | undefined {
  const { notes, repairs = [] } = finding;
  if ([finding, ...notes].some(({ file }) => file !== undefined)) return undefined;
  const places = [finding, ...notes, ...repairs.flatMap(({ edits }) => edits)];
  return places.every(({ span }) => spanAfter(span, change)) ? valueAfter(finding, change) : undefined;
}
