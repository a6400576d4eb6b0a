import type { Failure } from '@asbuilt/core/model';
import type { FaultEffect } from '../control.ts';

/** How a service fails in a drill. */
export interface Outage {
  readonly effect: FaultEffect;
  /** `is down`, to be read behind the name of the service. */
  readonly present: string;
  /** `was down` */
  readonly past: string;
}

const silent: Outage = { effect: { kind: 'black-hole' }, present: 'does not answer', past: 'did not answer' };
const failing: Outage = {
  effect: { kind: 'status', code: 503, share: 1 },
  present: 'answers with errors only',
  past: 'answered with errors only',
};
const breakingOff: Outage = {
  effect: { kind: 'reset', afterBytes: 0 },
  present: 'breaks its connections off',
  past: 'broke its connections off',
};
const down: Outage = { effect: { kind: 'refuse' }, present: 'is down', past: 'was down' };

/** What a row of the failure table says that happens, by the words that stand behind the name of the service. */
const byWord: readonly (readonly [RegExp, Outage])[] = [
  [/\b(?:slow|time(?:s|d)? ?-?outs?|unreachable|overload(?:ed)?|degraded)\b/i, silent],
  [/\berrors?\b/i, failing],
  [/\b(?:crash(?:es|ed)?|dies|lost)\b/i, breakingOff],
];

/** The outage that a row of the failure table is about; where it only says that something fails, it is down. */
export function outageOf({ scenario, service }: Failure): Outage {
  const happens = scenario.value.slice(service?.value.length ?? 0);
  return byWord.find(([word]) => word.test(happens))?.[1] ?? down;
}

/**
 * The ways in which a callee fails, for whoever counts failures: over HTTP it breaks off amid its answer, answers an
 * error, breaks off before it answers, and refuses.
 *
 * @param bodyBytes how long the body of an answer is while all is well
 */
export function waysToFail(protocol: 'http' | 'tcp', bodyBytes: number): readonly FaultEffect[] {
  if (protocol === 'tcp') return [{ kind: 'refuse' }];
  return [
    { kind: 'truncate', afterBytes: Math.floor(bodyBytes / 2) },
    { kind: 'status', code: 503, share: 1 },
    { kind: 'reset', afterBytes: 0 },
    { kind: 'refuse' },
  ];
}

/** `an answer that broke off`, `503` */
export function wayText(effect: FaultEffect): string {
  switch (effect.kind) {
    case 'refuse':
      return 'refused';
    case 'black-hole':
      return 'silent';
    case 'reset':
      return 'reset';
    case 'truncate':
      return 'broken off';
    case 'status':
      return String(effect.code);
  }
}
