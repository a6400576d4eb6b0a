import { errorBudgetMinutes } from '#derive/error-budget';
import { type Contradiction, contradictions, type Saying } from '#derive/said-twice';
import type { ProfileDraft } from '#model/index';
import type { Rule } from '../rule.ts';
import { duration, minutes, quoted } from '../say.ts';

/** All sections: one quantity, stated twice. Ports have a rule of their own. */
export const statementsDoNotContradict: Rule = {
  name: 'statements-do-not-contradict',
  sentence: 'What is stated twice is the same both times',
  severity: 'error',
  holds: [
    'services/*/protocol',
    'caching/*/ttl',
    'failure-modes/*/timeout',
    'scaling/horizontal/*/min',
    'scaling/horizontal/*/max',
    'scaling/vertical/*/cpu',
    'scaling/vertical/*/memory',
    'scaling/trigger/*/above',
    'costs/*/cost',
    'slos/*/objective',
    'front-matter/project-profile/env',
    'context-capsule/runtime-profile',
    'context-capsule/framework/*',
    'context-capsule/*',
    'failure-modes/breaker/*',
  ],
  check({ draft, model, profile }, report) {
    for (const contradiction of contradictions(model.overview, profile).slice(0, most)) {
      const { first, second, isSame } = contradiction;
      const written = (saying: Saying): string => quoted(textOf(saying, draft.text, profile));
      report({
        ...(!isSame && { severity: 'warning' }),
        message: message(contradiction, written(second), written(first)),
        span: second.stated.span,
        ...(second.file !== undefined && { file: second.file }),
        notes: [
          {
            message: `${written(first)} stands here`,
            span: first.stated.span,
            ...(first.file !== undefined && { file: first.file }),
          },
        ],
        help: isSame
          ? 'Decide on one and write it in both places, or take one of them out.'
          : 'Give both rows one timeout, or leave it out where it does not count.',
      });
    }
  },
};

/** A document that contradicts itself more often was put together from two. */
const most = 100;

/** The words of the document or of the profile that say it. */
function textOf({ file, stated: { span } }: Saying, text: string, profile: ProfileDraft | undefined): string {
  const inProfile = profile?.local?.file === file ? profile?.local?.text : profile?.text;
  return ((file === undefined ? text : inProfile) ?? '').slice(span.from, span.to);
}

function message({ first, second, isSame }: Contradiction, later: string, earlier: string): string {
  const whose = quoted(second.whose);
  if (isSame)
    return `${subjects[second.kind](whose)} is ${later} here and ${earlier} there${consequence(first, second)}`;
  const shorter = duration(Math.min(Number(first.value), Number(second.value)));
  return `A call of ${whose} is given up after ${later} here and after ${earlier} there; what runs has one timeout for it, the shorter one, ${shorter}`;
}

const subjects: Readonly<Record<Saying['kind'], (whose: string) => string>> = {
  objective: (whose) => `The objective of ${whose}`,
  'fewest instances': (whose) => `The lowest number of instances of ${whose}`,
  'most instances': (whose) => `The highest number of instances of ${whose}`,
  cores: (whose) => `The number of cores of ${whose}`,
  memory: (whose) => `The memory of ${whose}`,
  'time to live': (whose) => `The time to live of ${whose}`,
  timeout: (whose) => `The timeout of "${whose}"`,
  price: (whose) => `The price of ${whose}`,
  protocol: (whose) => `${whose} is described twice, and its protocol`,
  threshold: () => 'The threshold of one trigger',
  'runtime profile': () => 'The runtime profile',
  version: (whose) => `The version of ${whose}`,
  breaker: (whose) => breakerSubjects[whose] ?? `The circuit breaker's ${whose}`,
  constant: (whose) => `In the context capsule, "${whose}"`,
};

const breakerSubjects: Readonly<Record<string, string>> = {
  open: 'The number of failures that open the circuit breaker',
  'half open': 'The time until the circuit breaker is half-open',
  close: 'The number of successes that close the circuit breaker',
};

function consequence(first: Saying, second: Saying): string {
  if (second.kind === 'threshold') return ', of which the lower one always comes first';
  if (second.kind === 'breaker' || second.kind === 'constant') return ', of which the first counts';
  if (second.kind !== 'objective') return '';
  const [here, there] = [second, first].map(({ value }) => minutes(errorBudgetMinutes(Number(value))));
  return `: it may fail ${here} or ${there}`;
}
