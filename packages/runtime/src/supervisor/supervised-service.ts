import type { EdgePlan } from '@asbuilt/core/derive';
import { mayBeSeveral } from '@asbuilt/core/derive';
import type { Milliseconds } from '@asbuilt/core/model';
import type { InstanceSet } from '#gateway/instances';
import { shownUrl } from '#providers/server-url';
import { Fleet } from './fleet.ts';
import type { ServiceSetup } from './service-setup.ts';
import { shownAddress } from './shown-address.ts';
import { type Surroundings, startCommand } from './start-command.ts';
import type { ServiceStatus } from './status.ts';
import type { SupervisionEvents } from './supervise.ts';
import { type Supervised, unsupervised } from './supervised.ts';

/** How long calls may take to end where no edge states a timeout. */
export const usualDrainMs: Milliseconds = 10_000;

/** What a service has to do with the rest of the system. */
export interface Connections {
  /** The edges to it. */
  readonly incoming: readonly EdgePlan[];
  /** Where they find its instances. */
  readonly callees: InstanceSet;
  readonly surroundings: Surroundings;
  readonly events: (instance: number) => SupervisionEvents;
}

/** Makes of a set-up service one that can be started and looked after. */
export function supervisedService(
  { name, runs, instances }: ServiceSetup,
  { incoming, callees, surroundings, events }: Connections,
): Supervised {
  const at = { name, restarts: 0, since: new Date().toISOString() } satisfies Partial<ServiceStatus>;
  const common = { name, callees, events, drainMs: drainMsOf(incoming) };
  switch (runs.kind) {
    case 'command':
      return new Fleet({
        ...common,
        begin: startCommand(runs.command, surroundings),
        instances: instances.start,
        maySeveral: runs.command.port === undefined && (mayBeSeveral(instances) || !keepsData(incoming)),
        isNumbered: mayBeSeveral(instances),
      });
    case 'provider':
    case 'stand-in': {
      const { provided } = runs;
      if (provided.kind === 'embedded') {
        return new Fleet({
          ...common,
          begin: provided.start,
          instances: 1,
          maySeveral: false,
          isNumbered: false,
          ...(runs.kind === 'stand-in' && { standIn: runs.standIn.kind }),
        });
      }
      callees.add(1, provided.target);
      return unsupervised({ ...at, state: 'external', address: shownAddress(provided.target) });
    }
    case 'elsewhere':
      callees.add(1, runs.target);
      return unsupervised({ ...at, state: 'external', address: shownUrl(runs.url) });
    case 'unbound':
      return unsupervised({ ...at, state: 'unbound' });
  }
}

/** What is not called over HTTP is a database or the like: two on the same data would each overwrite what the other one keeps. */
function keepsData(incoming: readonly EdgePlan[]): boolean {
  return incoming.some(({ protocol }) => protocol === 'tcp');
}

/** As long as the slowest of its callers would wait. */
function drainMsOf(incoming: readonly EdgePlan[]): Milliseconds {
  const stated = incoming.flatMap(({ timeoutMs }) => timeoutMs ?? []);
  return stated.length === 0 ? usualDrainMs : Math.max(...stated);
}
