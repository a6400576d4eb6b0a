import type { EdgePlan } from '@asbuilt/core/derive';
import { RetryBudget } from '@asbuilt/core/mechanisms';
import type { AccessLine } from '#telemetry/access-log';
import type { EdgeMeter } from '#telemetry/edge-meter';
import type { Logger } from '#telemetry/logger';
import { Circuits } from './circuits.ts';
import { type Instances, OnlyInstance } from './instances.ts';
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
  /** Whom it calls. */
  readonly instances: Instances;
  /** Absent where the plan states no breaker. */
  readonly circuits: Circuits | undefined;
  /** What all calls together may spend on retries; absent where the plan states none. */
  readonly retryBudget: RetryBudget | undefined;
  readonly meter: EdgeMeter;
  /** Connections whose bytes are passed on as they are. */
  readonly relays: Relays;
  /** Lets go of everything that it holds. */
  readonly release: () => void;
}

/** Makes the instruments of an edge that opens. */
export function instrument(plan: EdgePlan, options: EdgeOptions): Instruments {
  const { name, from, to, protocol, breaker } = plan;
  const log = options.telemetry.log.child({ edge: name });
  const logAccess = options.telemetry.openAccessLog(name);
  const instances = options.instances ?? new OnlyInstance(options.target);
  const circuits = breaker && new Circuits(breaker, log, instances);
  const state = circuits && (() => circuits.state(options.now()));
  const meter = options.telemetry.metrics.open({ edge: name, from, to }, state);
  // A counter that appears with its first call hides that call: Prometheus looks at what a counter grows by.
  meter.codes.set(protocol === 'http' ? 200 : 'connected', 0);
  const retryBudget = plan.retry && new RetryBudget();
  const relays = new Relays(meter);
  const release = (): void => {
    relays.close();
    options.telemetry.metrics.close(meter);
  };
  return { plan, options, log, logAccess, instances, circuits, retryBudget, meter, relays, release };
}
