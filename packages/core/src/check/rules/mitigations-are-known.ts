import { isHole, type Span } from '#model/index';
import { nearest } from '#text/nearest';
import { saysNone } from '../none.ts';
import type { Report, Rule } from '../rule.ts';
import { count, nameOr, quoted } from '../say.ts';

/** Section 8: what is done about a failure, in words that mean something to whoever runs it. */
export const mitigationsAreKnown: Rule = {
  name: 'mitigations-are-known',
  sentence: 'Every mitigation is one that can be run',
  severity: 'info',
  holds: ['failure-modes/*/mitigation/*', 'failure-modes/*/measure/*'],
  check({ draft }, report) {
    const find = remembering((said) => nearest(said, mitigations));
    const others: Measure[] = [];
    for (const { scenario, measures } of draft.overview.failures) {
      for (const { value, span } of measures) {
        if (isHole(value) || saysNone(value)) continue;
        const measure = { scenario: nameOr(scenario, 'this failure'), said: value, span };
        const meant = find(value);
        if (meant === undefined) others.push(measure);
        else reportMisspelt(measure, meant, report);
      }
    }
    reportOthers(others, report);
  },
};

/** The mitigations as one writes them. */
const mitigations = [
  'fallback',
  'retry',
  'client retry',
  'circuit breaker',
  'cached tokens',
  'stale cache',
  'graceful degradation',
  'direct origin',
  'static answer',
  'next instance',
  'restart',
  'queue',
  'rate limit',
  'load shedding',
];

interface Measure {
  readonly scenario: string;
  readonly said: string;
  readonly span: Span;
}

type Find = (said: string) => string | undefined;

/** The same measure stands in many rows. */
function remembering(find: Find): Find {
  const answers = new Map<string, string | undefined>();
  return (said) => {
    if (!answers.has(said)) answers.set(said, find(said));
    return answers.get(said);
  };
}

function reportMisspelt({ scenario, said, span }: Measure, meant: string, report: Report): void {
  report({
    severity: 'warning',
    message: `"${quoted(said)}" is no mitigation, so nothing does it when it comes to "${scenario}"; did you mean ${meant}?`,
    span,
    help: `Write "${meant}".`,
    repairs: [{ title: `Write "${meant}"`, edits: [{ span, text: cased(meant, said) }], safe: false }],
  });
}

const mostNotes = 4;

/** One finding for all of them: a table that is written for people is one fact about it, not one for each row. */
function reportOthers([first, ...others]: readonly Measure[], report: Report): void {
  if (first === undefined) return;
  const more = others.length === 0 ? '' : ` and ${count(others.length, 'other measure')}`;
  report({
    message: `"${quoted(first.said)}"${more} ${others.length === 0 ? 'is' : 'are'} left to people: drawn, but no forecast plays it, no gateway does it and no drill proves it`,
    span: first.span,
    notes: others.slice(0, mostNotes).map(({ said, scenario, span }) => ({
      message: `So is "${quoted(said)}", for "${scenario}"`,
      span,
    })),
    help: `What can be run is ${mitigations.slice(0, -1).join(', ')} and ${mitigations.at(-1)}. Leave it if people are meant.`,
  });
}

/** With a capital where the word that it replaces has one. */
function cased(word: string, like: string): string {
  return /^\p{Lu}/u.test(like) ? word.charAt(0).toUpperCase() + word.slice(1) : word;
}
