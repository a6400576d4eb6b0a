import { shownUrl } from '#providers/server-url';
import type { ServiceSetup } from './service-setup.ts';
import { shownAddress } from './shown-address.ts';
import { type Surroundings, startCommand } from './start-command.ts';
import type { ServiceStatus } from './status.ts';
import { Supervision, type SupervisionEvents } from './supervise.ts';
import { type Supervised, unsupervised } from './supervised.ts';

/** Makes of a set-up service one that can be started and looked after. */
export function supervisedService(
  { name, runs }: ServiceSetup,
  surroundings: Surroundings,
  events: SupervisionEvents,
): Supervised {
  const at = { name, restarts: 0, since: new Date().toISOString() } satisfies Partial<ServiceStatus>;
  switch (runs.kind) {
    case 'command':
      return new Supervision(name, startCommand(runs.command, surroundings), events);
    case 'provider': {
      const { provided } = runs;
      if (provided.kind === 'embedded') return new Supervision(name, provided.start, events);
      return unsupervised({ ...at, state: 'external', address: shownAddress(provided.target) }, provided.target);
    }
    case 'elsewhere':
      return unsupervised({ ...at, state: 'external', address: shownUrl(runs.url) }, runs.target);
    case 'unbound':
      return unsupervised({ ...at, state: 'unbound' }, undefined);
  }
}
