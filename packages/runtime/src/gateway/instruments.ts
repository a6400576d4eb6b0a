import type { EdgePlan } from '@asbuilt/core/derive';
import { RetryBudget } from '@asbuilt/core/mechanisms';
import type { AccessLine } from '#telemetry/access-log';
import type { EdgeMeter } from '#telemetry/edge-meter';
import type { Logger } from '#telemetry/logger';
import type { Circuit } from './circuit.ts';
import { Circuits } from './circuits.ts';
import type { EdgeOptions } from './open-edge.ts';
import { Relays } from './relays.ts';

/** What every edge has, whatever its protocol. */
export interface Instruments {
  readonly plan: EdgePlan;
  readonly options: EdgeOptions;
  /** Names the edge on every line. */
  readonly log: Logger;
  /** Writes a line of the access log; absent where the log's level leaves them out. */
  readonly logAccess: ((line: AccessLine) => void) | undefined;
  /** Absent where the plan states no breaker. */
  readonly circuits: Circuits | undefined;
  /** The one among them that a TCP edge has. */
  readonly circuit: Circuit | undefined;
  /** What all calls together may spend on retries; absent where the plan states none. */
  readonly retryBudget: RetryBudget | undefined;
  readonly meter: EdgeMeter;
  /** Connections whose bytes are passed on as they are. */
  readonly relays: Relays;
}

/** Makes the instruments of an edge that opens. */
export function instrument(plan: EdgePlan, options: EdgeOptions): Instruments {
  const { name, from, to, protocol, breaker } = plan;
  const log = options.telemetry.log.child({ edge: name });
  const logAccess = options.telemetry.openAccessLog(name);
  const circuits = breaker && new Circuits(breaker, log);
  const state = circuits && (() => circuits.state(options.now()));
  const meter = options.telemetry.metrics.open({ edge: name, from, to }, state);
  // A counter that appears with its first call hides that call: Prometheus looks at what a counter grows by.
  meter.codes.set(protocol === 'http' ? 200 : 'connected', 0);
  const retryBudget = plan.retry && new RetryBudget();
  const relays = new Relays(meter);
  return { plan, options, log, logAccess, circuits, circuit: circuits?.first, retryBudget, meter, relays };
}

/** Ends what the instruments of an edge that closes hold. */
export function release({ options, meter, relays }: Instruments): void {
  relays.close();
  options.telemetry.metrics.close(meter);
}
