import { mayBeSeveral } from '@asbuilt/core/derive';
import { autoscale } from './autoscale.ts';
import { Fleet } from './fleet.ts';
import { neighbourVariables } from './neighbour-variables.ts';
import { serviceEvents } from './service-events.ts';
import type { ServiceSetup } from './service-setup.ts';
import { supervisedService } from './supervised-service.ts';
import type { System } from './system.ts';
import type { Teardown } from './teardown.ts';
import { watchHealth } from './watch-health.ts';

/** Puts every service under supervision, ready to be started. */
export function engageServices(system: System, cleanup: Teardown): void {
  const { setup, services, controlUrl, options, household } = system;
  for (const service of setup.services) {
    const surroundings = {
      controlUrl,
      edgeAddresses: () => neighbourVariables(service, system),
      redact: (text: string) => household.redactor.redact(text),
    };
    const callees = system.callees.get(service.name);
    if (callees === undefined) throw new Error(`${service.name} has no place for its instances`);
    const supervised = supervisedService(service, {
      incoming: options.plan.edges.filter(({ to }) => to === service.name),
      callees,
      surroundings,
      events: (instance) =>
        serviceEvents(service, instance, { options, household, changed: () => adjust(service, system) }),
    });
    services.set(service.name, supervised);
    // Ended after the service is: a change that is under way ends with it.
    if (supervised instanceof Fleet) lookAfter(supervised, service, { system, cleanup });
    cleanup.add(() => supervised.stop());
  }
}

/** Watches the instances of a service that may be several, once it is started. */
function lookAfter(
  fleet: Fleet,
  { runs, instances }: ServiceSetup,
  { system, cleanup }: { readonly system: System; readonly cleanup: Teardown },
): void {
  if (runs.kind !== 'command' || !mayBeSeveral(instances)) return;
  const log = system.household.telemetry.log.child({ service: fleet.name });
  const say = (sentence: string): void => {
    log.info(sentence);
    system.options.say(sentence);
  };
  const { health: path } = runs.command;
  cleanup.add(watchHealth({ fleet, ...(path !== undefined && { path }), say }));
  if (instances.autoscale === undefined) return;
  const incoming = system.options.plan.edges.filter(({ to }) => to === fleet.name);
  const requests = (): number =>
    incoming.reduce((sum, { name }) => sum + (system.edges.get(name)?.status().requests ?? 0), 0);
  cleanup.add(autoscale({ fleet, plan: instances, policy: instances.autoscale, requests, say }));
}

/** As many calls at a time as the instances that are up are laid out for. */
function adjust({ name, instances }: ServiceSetup, { bulkheads, callees, household }: System): void {
  const up = callees.get(name)?.list.length ?? 0;
  if (instances.concurrency !== undefined) bulkheads.get(name)?.resize(instances.concurrency * Math.max(1, up));
  household.changes.notify();
}
