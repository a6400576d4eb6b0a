import { rm } from 'node:fs/promises';
import { openControlServer } from './control-server.ts';
import { makeToken, tokenFileOf } from './control-token.ts';
import { restartService } from './restart-service.ts';
import { addServiceMetrics } from './service-metrics.ts';
import type { System } from './system.ts';
import type { Teardown } from './teardown.ts';

/** Opens the control server of a system, and says in the record of the run where it is. */
export async function controlSystem(system: System, cleanup: Teardown): Promise<void> {
  const { household, options } = system;
  const { changes, faults, instanceFaults, now, telemetry, claim } = household;
  const token = await makeToken(household.stateDirectory);
  household.drills.trust(token);
  addServiceMetrics(telemetry.metrics, () => system.status().services);
  const control = await openControlServer({
    status: () => system.status(),
    changes,
    metrics: telemetry.metrics,
    restart: (service) => restartService(system, service),
    faultControl: { faults, edges: options.plan.edges, instanceFaults, services: system.services, now },
    caches: () => [...system.edges].flatMap(([edge, { cache }]) => (cache === undefined ? [] : [{ edge, cache }])),
    token,
  });
  cleanup.add(() => rm(tokenFileOf(household.stateDirectory), { force: true }));
  cleanup.add(() => control.close());
  system.controlUrl = control.url;
  claim.write((record) => ({ ...record, controlUrl: control.url }));
}
