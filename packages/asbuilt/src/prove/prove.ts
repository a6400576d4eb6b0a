import { dependencyDown } from './drills/dependency-down.ts';
import { dependencyFlaky } from './drills/dependency-flaky.ts';
import { dependencySilent } from './drills/dependency-silent.ts';
import { instanceLost } from './drills/instance-lost.ts';
import type { Inspection, Subject } from './inspection.ts';
import { requestId } from './probes/request-id.ts';
import { traceContext } from './probes/trace-context.ts';
import { oneEach, type Verdict } from './verdict.ts';

/** Every probe and drill, those that break nothing first. */
const inspections: readonly Inspection[] = [
  requestId,
  traceContext,
  dependencySilent,
  dependencyFlaky,
  dependencyDown,
  instanceLost,
];

/** A verdict with the inspection that gave it. */
export type Judged = Verdict & { readonly by: string };

/**
 * Inspects a running system, one inspection after the other, since one that breaks a part would spoil what another sees.
 * Rejects with a `UsageError` when the control server cannot be talked to, and with the signal's reason when it is
 * aborted; no fault of its own is left by then.
 */
export function prove(subject: Subject): Promise<readonly Judged[]> {
  const { control } = subject;
  return control === undefined ? inspectAll(subject) : control.asDrill(() => inspectAll(subject));
}

async function inspectAll(subject: Subject): Promise<readonly Judged[]> {
  const judged: Judged[] = [];
  for (const { name, inspect } of inspections) {
    const verdicts = oneEach(await inspect(subject));
    judged.push(...verdicts.map((verdict) => ({ ...verdict, by: name })));
  }
  return judged;
}
