import type { Breaker, Failure, Hole, Impact, Mitigation, Stated } from '#model/index';
import { sliceInline } from '#text/inline';
import { lettered } from '#text/lettered';
import type { Inline } from '#text/tree';
import { printGroup, stateEach } from './fields.ts';
import { firstHole } from './hole.ts';
import { choice, text, type ValueNotation } from './notation.ts';
import { itemsOf, type Part, splitRun } from './parts.ts';
import { count, duration } from './quantity.ts';
import type { Reading } from './reading.ts';
import { type Column, printRows, readRows, say, type TableForm, valueColumn } from './rows.ts';
import type { Section, Slice } from './section.ts';

const impact = choice<Impact>({
  critical: /\bcritical\b/i,
  high: /\bhigh\b/i,
  medium: /\b(?:medium|moderate)\b/i,
  low: /\blow\b/i,
});

/** The mitigations that have a mechanism. More telling words come first: "client retry" is not "retry". */
const mitigation = choice<Mitigation>({
  'cached-tokens': /\bcached[- ](?:tokens?|jwks)\b/i,
  'stale-cache':
    /\b(?:stale|cached (?:data|answers?|responses?|content)|(?:fall ?back to|(?:from|serve)) (?:the )?cache)\b/i,
  'direct-origin': /\bdirect(?:[- ]to)?[- ]origin\b/i,
  'graceful-degradation': /\bgraceful(?:ly)?[- ]degrad\w+/i,
  'circuit-breaker': /\bcircuit[- ]breaker\b/i,
  'client-retry': /\bclient[- ](?:side[- ])?retr(?:y|ies)\b/i,
  'static-answer': /\b(?:static (?:answer|page|response|fallback)|maintenance page)\b/i,
  'next-instance': /\b(?:next|other|another) (?:instance|replica)\b/i,
  'rate-limit': /\brate[- ]limit(?:s|ing)?\b/i,
  'load-shedding': /\b(?:load|shed)[- ]?(?:shedding|load)\b/i,
  retry: /\bretr(?:y|ies|ying)\b/i,
  restart: /\brestart(?:s|ed)?\b/i,
  queue: /\bqueu(?:e|ed|eing)\b/i,
  fallback: /\bfall ?back\b/i,
});

/** What follows the name of what fails: "Database down", "Auth service unavailable", "API timeout". */
const whatHappens =
  /\s+(?:services?\s+)?(?:is\s+|are\s+)?(?:down|outage|unavailable|unreachable|fails?|failures?|failed|timeouts?|times? out|timed out|slow|crash(?:es|ed)?|errors?|lost|overload(?:ed)?|full|stops?|dies|degraded)\b.*$/i;

const scenario: Column<Failure<Hole>> = {
  titles: ['Failure', 'Scenario', 'Failure scenario', 'Failure mode', 'Failure Modes'],
  read: (cell, { reading, place }) => {
    const stated = reading.state([...place, 'scenario'], cell, text);
    const subject = subjectOf(cell);
    const service = subject && reading.stateKnown([...place, 'service'], subject, text);
    return { ...(stated && { scenario: stated }), ...(service && { service }) };
  },
  print: (row) => say(row.scenario, text),
};

function subjectOf(cell: Inline): Inline | undefined {
  const match = whatHappens.exec(cell.plain);
  return match === null || match.index === 0 ? undefined : sliceInline(cell, 0, match.index);
}

const isRetry = /\bretr(?:y|ies|ying)\b/i;
/** `retry (3×)`, `3 retries`, `retry up to 3 times`: tries after the first one. */
const timesAgain = count('(?:×|x|times?|retries|retry)');

const letter = lettered((letters) => `[${letters}]`);

const mitigations: Column<Failure<Hole>> = {
  titles: ['Mitigation', 'Mitigations', 'Response'],
  read: (cell, { reading, place }) => {
    const pieces = splitRun(cell, ',');
    const isOther = ({ plain }: Inline): boolean =>
      mitigation.read(plain) === undefined &&
      firstHole(plain, reading.labels) === undefined &&
      letter(plain).test(plain);
    const retries = pieces.find(({ plain }) => timesAgain.read(plain) !== undefined && isRetry.test(plain));
    const stated = retries && reading.stateKnown([...place, 'retries'], retries, timesAgain);
    const tokens = pieces.find(({ plain }) => mitigation.read(plain)?.value === 'cached-tokens');
    const cachedTokensMs = tokens && reading.stateKnown([...place, 'cached-tokens'], tokens, duration);
    return {
      mitigations: stateEach(pieces, reading, [...place, 'mitigation'], mitigation),
      measures: stateEach(pieces.filter(isOther), reading, [...place, 'measure'], text),
      ...(stated && { retries: stated }),
      ...(cachedTokensMs && { cachedTokensMs }),
    };
  },
  print: ({ mitigations: said, measures, retries, cachedTokensMs }) => {
    const first = said.find(({ value }) => value === 'retry' || value === 'client-retry');
    const times = retries === undefined ? '' : ` (${say(retries, timesAgain)}×)`;
    const tokens = said.find(({ value }) => value === 'cached-tokens');
    const lasting = cachedTokensMs === undefined ? '' : ` (${say(cachedTokensMs, duration)})`;
    const words = said.map(
      (stated) => `${say(stated, mitigation)}${stated === first ? times : ''}${stated === tokens ? lasting : ''}`,
    );
    return [...words, ...measures.map((stated) => say(stated, text))].join(', ');
  },
};

const form: TableForm<Failure<Hole>> = {
  stem: 'failure-modes',
  columns: [
    scenario,
    valueColumn(['Impact', 'Severity'], { key: 'impact', name: 'impact' }, impact),
    mitigations,
    valueColumn(['Timeout', 'Time limit'], { key: 'timeoutMs', name: 'timeout' }, duration),
  ],
};

/** Section 8: what can fail, what is done about it, and how long one waits. */
export const failureModes: Section<'failures' | 'breaker' | 'breakerAgain'> = {
  stem: 'failure-modes',
  read: (parts, reading) => {
    const failures = readRows(parts, reading, form).map((row) => ({
      ...row,
      mitigations: row.mitigations ?? [],
      measures: row.measures ?? [],
    }));
    return { failures, ...readBreaker(parts, reading) };
  },
  print: ({ failures, breaker }) =>
    [
      ...(failures.length === 0 ? [] : [`**Failure Scenarios:**\n\n${printRows(failures, form)}`]),
      ...printGroup('Circuit Breaker', breaker === undefined ? [] : printBreaker(breaker)),
    ].join('\n\n'),
};

const place = ['failure-modes', 'breaker'];
const failuresInARow = count('(?:consecutive )?(?:failures?|errors?|failed (?:calls|requests))');
const successes = count('(?:consecutive )?success\\w*(?: \\w+)?');

/** A transition that stands twice counts once, the first time. */
function readBreaker(parts: readonly Part[], reading: Reading): Slice<'breaker' | 'breakerAgain'> {
  const runs = itemsOf(parts.filter((part) => part.label.includes('breaker'))).map(({ content }) => content);
  const breaker: Breaker<Hole> = {};
  const again: Stated<number | Hole>[] = [];
  for (const run of runs) {
    const read = readTransition(run, reading);
    again.push(...statedTwice(breaker, read));
    Object.assign(breaker, { ...read, ...breaker });
  }
  return {
    ...(Object.keys(breaker).length > 0 && { breaker }),
    ...(again.length > 0 && { breakerAgain: again }),
  };
}

function statedTwice(known: Breaker<Hole>, read: Breaker<Hole>): Stated<number | Hole>[] {
  return breakerKeys.flatMap((key) => (known[key] === undefined ? [] : (read[key] ?? [])));
}

const breakerKeys = ['opensAfterFailures', 'halfOpenAfterMs', 'closesAfterSuccesses'] as const;

/** One bullet: "Open after 5 consecutive failures", "Half-open after 30s", "Close after successful request". */
function readTransition(run: Inline, reading: Reading): Breaker<Hole> {
  const transition = <T>(key: keyof Breaker, name: string, notation: ValueNotation<T>): Breaker<Hole> => {
    const stated = reading.state([...place, name], run, notation);
    return stated === undefined ? {} : { [key]: stated };
  };
  if (/^half[- ]?open/i.test(run.plain)) return transition('halfOpenAfterMs', 'half-open', duration);
  if (/^open/i.test(run.plain)) return transition('opensAfterFailures', 'open', failuresInARow);
  if (!/^close/i.test(run.plain)) return {};
  const stated = reading.state([...place, 'close'], run, successes);
  if (stated !== undefined) return { closesAfterSuccesses: stated };
  const one = /\b(?:a |one |first )?success\w*(?: \w+)?/i.exec(run.plain);
  if (one === null) return {};
  const { span } = sliceInline(run, one.index, one.index + one[0].length);
  return { closesAfterSuccesses: reading.imply([...place, 'close'], span, 1, successes) };
}

function printBreaker({ opensAfterFailures, halfOpenAfterMs, closesAfterSuccesses }: Breaker<Hole>): string[] {
  return [
    ...bullet('Open after', say(opensAfterFailures, failuresInARow), ' consecutive failures'),
    ...bullet('Half-open after', say(halfOpenAfterMs, duration)),
    ...bullet('Close after', say(closesAfterSuccesses, successes), ' successful requests'),
  ];
}

function bullet(words: string, said: string, after = ''): string[] {
  return said === '' ? [] : [`- ${words} ${said}${after}`];
}
