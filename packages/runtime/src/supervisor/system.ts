import type { Bulkhead } from '@asbuilt/core/mechanisms';
import type { OutlierPolicy } from '@asbuilt/core/model';
import { InstanceSet } from '#gateway/instances';
import type { OpenEdge } from '#gateway/open-edge';
import { CalleeCaches } from '#http-cache/callee-caches';
import type { Household } from './household.ts';
import type { SystemStatus } from './status.ts';
import type { Supervised } from './supervised.ts';
import type { SystemSetup } from './system-setup.ts';
import type { UpOptions } from './up-options.ts';

/** A system while it comes up: its edges need to know its services, these its edges, and whoever asks for its status sees what there is yet. */
export interface System {
  readonly options: UpOptions;
  readonly setup: SystemSetup;
  readonly household: Household;
  /** By the name of the edge. */
  readonly edges: Map<string, OpenEdge>;
  /** By the name of the service; those whose capacity is stated. */
  readonly bulkheads: Map<string, Bulkhead>;
  /** By the name of the service; those whose answers an edge keeps. */
  readonly calleeCaches: ReadonlyMap<string, CalleeCaches>;
  /** Where its edges find the instances of each service, by its name. */
  readonly callees: ReadonlyMap<string, InstanceSet>;
  /** By name, callees before their callers. */
  readonly services: Map<string, Supervised>;
  controlUrl: string;
  status(): SystemStatus;
}

/** A system without edges and services. */
export function newSystem(options: UpOptions, setup: SystemSetup, household: Household): System {
  const startedAt = new Date().toISOString();
  const edges = new Map<string, OpenEdge>();
  const services = new Map<string, Supervised>();
  const callees = new Map(setup.services.map(({ name }) => [name, new InstanceSet(outlierOf(name, options))]));
  const status = (): SystemStatus => {
    const faults = [...household.faults.list(household.now()), ...household.instanceFaults.list()];
    return {
      overview: options.file,
      startedAt,
      services: options.plan.services.flatMap(({ name }) => services.get(name)?.status() ?? []),
      edges: options.plan.edges.flatMap(({ name }) => edges.get(name)?.status() ?? []),
      ...(faults.length > 0 && { faults }),
    };
  };
  const bulkheads = new Map<string, Bulkhead>();
  const calleeCaches = calleeCachesOf(options);
  return { options, setup, household, edges, bulkheads, calleeCaches, callees, services, controlUrl: '', status };
}

function calleeCachesOf({ plan }: UpOptions): System['calleeCaches'] {
  const kept = plan.edges.filter(({ cache, observed }) => cache !== undefined && cache.tiers.length > 0 && !observed);
  return new Map(kept.map(({ to }) => [to, new CalleeCaches()]));
}

function outlierOf(service: string, { plan }: UpOptions): OutlierPolicy | undefined {
  return plan.edges.find(({ to }) => to === service)?.outlier;
}
