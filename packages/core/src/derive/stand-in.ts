import type { Mitigation } from '#model/index';

/** Mitigations with which a caller still has something to answer while the callee is gone. Trying again or giving up sooner is none. */
const answering: ReadonlySet<Mitigation> = new Set<Mitigation>([
  'fallback',
  'cached-tokens',
  'graceful-degradation',
  'direct-origin',
  'stale-cache',
  'static-answer',
  'next-instance',
  'queue',
]);

/** What a row says is done; of measures in other words it matters only whether there are any. */
interface DoneAboutIt {
  readonly mitigations: readonly { readonly value: Mitigation }[];
  readonly measures: readonly unknown[];
}

/** Whether something may stand in for what fails. A measure that is no known mitigation may: what it does is not known. */
export function mayStandIn({ mitigations, measures }: DoneAboutIt): boolean {
  return measures.length > 0 || mitigations.some(({ value }) => answering.has(value));
}
