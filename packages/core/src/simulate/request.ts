import type { Call } from '#derive/calls';
import { type Deadline, deadlineWithin, remainingMs } from '#mechanisms/timeout';
import type { Milliseconds } from '#model/index';
import type { SimulatedEdge } from './edge.ts';
import { exponential, type Random } from './random.ts';
import { isOut, type Scenario, unboundedCallMs } from './scenario.ts';

/** What a request needs to know of the system it runs through. */
export interface SimulatedSystem {
  readonly scenario: Scenario;
  /** The edge of a call; calls of what is no service (a cache, somebody outside) have none. */
  edgeOf(call: Call): SimulatedEdge | undefined;
  randomOf(service: string): Random;
  now(): Milliseconds;
}

/** A request as a process: it yields how long it waits, and returns whether it was answered well. */
export type Process = Generator<Milliseconds, boolean, void>;

/** Plays one call: leave from the breaker, the callee's own time, its calls one after the other, and the timeout around it all. */
export function* playCall(system: SimulatedSystem, call: Call, callersDeadline: Deadline): Process {
  const edge = system.edgeOf(call);
  if (edge === undefined) return true;
  const ticket = edge.admit(system.now());
  if (ticket === undefined) return false;
  const limit = edge.plan.timeoutMs ?? unboundedCallMs;
  const deadline = deadlineWithin(callersDeadline, limit, system.now());
  const answered = yield* answer(system, call, deadline);
  if (!answered && system.now() >= deadline) edge.count.timedOut += 1;
  edge.settle(ticket, answered, system.now());
  return answered;
}

function* answer(system: SimulatedSystem, call: Call, deadline: Deadline): Process {
  const service = call.to.name;
  if (isOut(system.scenario.outages, service, system.now())) return yield* giveUp(system, deadline);
  const workMs = exponential(system.randomOf(service), system.scenario.serviceTimeMs);
  if (workMs >= remainingMs(deadline, system.now())) return yield* giveUp(system, deadline);
  yield workMs;
  for (const child of call.children) {
    if (!(yield* playCall(system, child, deadline))) return false;
  }
  return true;
}

function* giveUp(system: SimulatedSystem, deadline: Deadline): Process {
  yield remainingMs(deadline, system.now());
  return false;
}
