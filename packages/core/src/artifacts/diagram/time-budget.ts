import { type Call, calls, everyCall } from '#derive/calls';
import { timeoutsByName } from '#derive/timeout-path';
import type { Milliseconds, Model } from '#model/index';

/** A call in the time that its caller has for it, when everything takes as long as it may. */
export interface TimedCall {
  /** How many calls it stands inside of. */
  readonly depth: number;
  readonly name: string;
  /** The number of the step that makes it. */
  readonly step: number;
  /** How long it may take; absent where nothing is stated. */
  readonly timeoutMs?: Milliseconds;
  /** When it begins at the latest, from the beginning of the request. */
  readonly startMs: Milliseconds;
  /** When it ends at the latest: after its timeout, or after its own calls where it has none. */
  readonly endMs: Milliseconds;
  /** What its own calls may take, one after the other; 0 where it makes none with a timeout. */
  readonly insideMs: Milliseconds;
  /** When the call around it is given up; absent where none of those has a timeout. */
  readonly deadlineMs?: Milliseconds;
  /** How many of the calls that follow in the list stand inside of it. */
  readonly inside: number;
}

/** Every call of the request flow in its time, a caller before its callees, as they come one after the other. */
export function timeBudget(model: Model): readonly TimedCall[] {
  const timeouts = timeoutsByName(model);
  const timeoutOf = (call: Call): Milliseconds | undefined => timeouts.get(call.to.name)?.value;
  const roots = calls(model);
  const every = everyCall(roots);
  const lengths = lengthsOf(every, timeoutOf);
  const places = new Map<Call, Place>(roots.map((call) => [call, { depth: 0, startMs: 0 }]));
  return every.map((call) => {
    const place = places.get(call) ?? { depth: 0, startMs: 0 };
    const timeoutMs = timeoutOf(call);
    const { ms, insideMs, inside } = lengths.get(call) ?? nothing;
    const endMs = place.startMs + ms;
    const deadlineMs =
      timeoutMs === undefined ? place.deadlineMs : Math.min(place.startMs + timeoutMs, place.deadlineMs ?? endMs);
    let startMs = place.startMs;
    for (const child of call.children) {
      places.set(child, { depth: place.depth + 1, startMs, ...(deadlineMs !== undefined && { deadlineMs }) });
      startMs += lengths.get(child)?.ms ?? 0;
    }
    const timeout = timeoutMs === undefined ? {} : { timeoutMs };
    return {
      ...place,
      name: call.to.name,
      step: call.step.step,
      endMs,
      insideMs,
      inside,
      ...timeout,
    };
  });
}

/** Where a call stands: each flow begins at 0. */
interface Place {
  readonly depth: number;
  readonly startMs: Milliseconds;
  readonly deadlineMs?: Milliseconds;
}

interface Length {
  readonly ms: Milliseconds;
  readonly insideMs: Milliseconds;
  readonly inside: number;
}

const nothing: Length = { ms: 0, insideMs: 0, inside: 0 };

/** How long each call takes at most. Callees stand behind their callers in the list, so it is gone through backwards. */
function lengthsOf(
  every: readonly Call[],
  longest: (call: Call) => Milliseconds | undefined,
): ReadonlyMap<Call, Length> {
  const lengths = new Map<Call, Length>();
  for (const call of every.toReversed()) {
    const parts = call.children.map((child) => lengths.get(child) ?? nothing);
    const insideMs = parts.reduce((sum, { ms }) => sum + ms, 0);
    const inside = parts.reduce((sum, part) => sum + 1 + part.inside, 0);
    lengths.set(call, { ms: longest(call) ?? insideMs, insideMs, inside });
  }
  return lengths;
}
