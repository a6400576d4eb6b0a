import { type Failure, type Hole, known, type Stated } from '#model/index';
import { nearest } from '#text/nearest';
import { saysNone } from '../none.ts';
import type { Report, Rule } from '../rule.ts';
import { nameOr, quoted } from '../say.ts';

/** Section 8: what is done about a failure, in words that mean something to whoever runs it. */
export const mitigationsAreKnown: Rule = {
  name: 'mitigations-are-known',
  sentence: 'Every mitigation is one that can be run',
  severity: 'info',
  holds: ['failure-modes/*/mitigation/*', 'failure-modes/*/measure/*'],
  check({ draft }, report) {
    const meant = remembering((said) => nearest(said, mitigations));
    for (const failure of draft.overview.failures) {
      for (const measure of failure.measures) checkMeasure({ failure, measure, meant }, report);
    }
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

type Meant = (said: string) => string | undefined;

interface Measure {
  readonly failure: Failure<Hole>;
  readonly measure: Stated<string | Hole>;
  readonly meant: Meant;
}

/** The same measure stands in many rows. */
function remembering(find: Meant): Meant {
  const answers = new Map<string, string | undefined>();
  return (said) => {
    if (!answers.has(said)) answers.set(said, find(said));
    return answers.get(said);
  };
}

function checkMeasure({ failure, measure, meant: find }: Measure, report: Report): void {
  const said = known(measure);
  if (said === undefined || saysNone(said)) return;
  const meant = find(said);
  const scenario = nameOr(failure.scenario, 'this failure');
  if (meant === undefined) {
    report({
      message: `"${quoted(said)}" is done about "${scenario}" by nobody but people: it is drawn, but no forecast plays it, no gateway does it and no drill proves it`,
      span: measure.span,
      help: `What can be run is ${mitigations.slice(0, -1).join(', ')} and ${mitigations.at(-1)}. Leave it if people are meant.`,
    });
    return;
  }
  report({
    severity: 'warning',
    message: `"${quoted(said)}" is no mitigation, so nothing does it when it comes to "${scenario}"; did you mean ${meant}?`,
    span: measure.span,
    help: `Write "${meant}".`,
    repairs: [{ title: `Write "${meant}"`, edits: [{ span: measure.span, text: cased(meant, said) }], safe: false }],
  });
}

/** With a capital where the word that it replaces has one. */
function cased(word: string, like: string): string {
  return /^\p{Lu}/u.test(like) ? word.charAt(0).toUpperCase() + word.slice(1) : word;
}
