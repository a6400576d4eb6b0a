import type { Environment } from './command-setup.ts';
import { edgeAddress } from './edge-address.ts';
import { serviceEvents } from './service-events.ts';
import type { ServiceSetup } from './service-setup.ts';
import { supervisedService } from './supervised-service.ts';
import type { System } from './system.ts';
import type { Teardown } from './teardown.ts';

/** Puts every service under supervision, ready to be started. */
export function engageServices(system: System, cleanup: Teardown): void {
  const { setup, services, controlUrl, options, household } = system;
  for (const service of setup.services) {
    const surroundings = { controlUrl, edgeAddresses: () => edgeAddresses(service, system) };
    const supervised = supervisedService(service, surroundings, serviceEvents(service, options, household));
    services.set(service.name, supervised);
    cleanup.add(() => supervised.stop());
  }
}

/** The variables that tell a service where its neighbours are. */
function edgeAddresses({ runs }: ServiceSetup, { edges, setup }: System): Environment {
  if (runs.kind !== 'command') return {};
  return Object.fromEntries(
    runs.command.variables.flatMap(({ variable, edge }) => {
      const open = edges.get(edge.name);
      const callee = setup.services.find(({ name }) => name === edge.to);
      return open === undefined || callee === undefined ? [] : [[variable, edgeAddress(open, callee.runs)]];
    }),
  );
}
