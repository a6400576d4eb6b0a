import { type TimeoutPath, timeoutPaths } from '#derive/timeout-path';
import type { Breaker, Failure } from '#model/index';
import { type Block, bullets, table, under } from '../print/markdown.ts';
import { duration, number } from '../print/units.ts';
import type { Chapter } from './chapter.ts';

/** What can fail and what is done then, the timeouts along the request's path, and the circuit breaker. */
export const failureModes: Chapter = {
  title: 'Failure modes',
  draws: ['failure-modes/**'],
  blocks: (model) => {
    const { failures, breaker } = model.overview;
    return [
      ...failureTable(failures),
      ...under(3, 'Timeouts along the path', pathTable(timeoutPaths(model))),
      ...under(3, 'Circuit breaker', breaker === undefined ? [] : bullets(transitions(breaker))),
    ];
  },
};

function failureTable(failures: readonly Failure[]): readonly Block[] {
  return table(failures, [
    { title: 'Failure', cell: ({ scenario }) => scenario },
    { title: 'What fails', cell: ({ service }) => service },
    { title: 'Impact', cell: ({ impact }) => impact },
    { title: 'Mitigation', cell: mitigationsOf },
    { title: 'Given up after', cell: ({ timeoutMs }) => timeoutMs && duration(timeoutMs.value) },
  ]);
}

/** What is done about a failure, in words; nothing when that is nothing. */
export function mitigationsOf({
  mitigations,
  measures,
  retries,
}: Pick<Failure, 'mitigations' | 'measures' | 'retries'>): string | undefined {
  const mechanisms = mitigations.map(({ value }) => value.replaceAll('-', ' '));
  const again =
    retries === undefined ? [] : [`at most ${number(retries.value)} ${retries.value === 1 ? 'retry' : 'retries'}`];
  return [...mechanisms, ...again, ...measures.map(({ value }) => value)].join(', ') || undefined;
}

function pathTable(paths: readonly TimeoutPath[]): readonly Block[] {
  return table(paths, [
    { title: 'Call', cell: ({ call }) => `${call.from.name} → ${call.to.name}` },
    { title: 'Step', cell: ({ call }) => call.step.step.toString() },
    { title: 'Given up after', cell: ({ timeout }) => duration(timeout.value) },
    { title: 'Its own calls may take', cell: sumOf },
    {
      title: 'Fits',
      cell: ({ parts, partsMs, timeout }) => (parts.length === 0 ? undefined : fits(partsMs < timeout.value)),
    },
  ]);
}

function fits(does: boolean): string {
  return does ? 'yes' : 'no';
}

/** More terms than these are summed up: a cell of a thousand of them would make each row of the table as long. */
const mostTerms = 8;

/** `Auth 10 s + Database 30 s = 40 s` */
function sumOf({ parts, partsMs }: TimeoutPath): string | undefined {
  if (parts.length === 0) return undefined;
  const shown = parts.length > mostTerms ? parts.slice(0, mostTerms - 1) : parts;
  const terms = shown.map(({ call, timeout }) => `${call.to.name} ${duration(timeout.value)}`);
  const others = parts.slice(shown.length);
  if (others.length > 0) terms.push(`${number(others.length)} others ${duration(summed(others))}`);
  return parts.length === 1 ? terms.join('') : `${terms.join(' + ')} = ${duration(partsMs)}`;
}

function summed(parts: TimeoutPath['parts']): number {
  return parts.reduce((sum, { timeout }) => sum + timeout.value, 0);
}

function transitions({
  opensAfterFailures,
  halfOpenAfterMs,
  closesAfterSuccesses,
}: Breaker): readonly (string | undefined)[] {
  return [
    opensAfterFailures && `Opens after ${times(opensAfterFailures.value, 'failure')} in a row`,
    halfOpenAfterMs && `Lets one call through after ${duration(halfOpenAfterMs.value)}`,
    closesAfterSuccesses && `Closes after ${times(closesAfterSuccesses.value, 'successful call')}`,
  ];
}

function times(count: number, what: string): string {
  return `${number(count)} ${what}${count === 1 ? '' : 's'}`;
}
