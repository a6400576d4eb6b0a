import type { Cost, VerticalScaling } from '#model/index';

type Size = Pick<VerticalScaling, 'cpuCores' | 'memoryBytes'>;

/** How often something of one size fits into something of another, by what both of them state; undefined where that is nothing. */
export function fitsTimes(inner: Size, outer: Size): number | undefined {
  const times = [
    ratio(outer.cpuCores?.value, inner.cpuCores?.value),
    memoryRatio(outer.memoryBytes?.value, inner.memoryBytes?.value),
  ].filter((value) => value !== undefined);
  return times.length === 0 ? undefined : Math.min(...times);
}

/** How much a GiB is more than a GB, by which names of machines are mostly not told apart. */
const gibibyte = 2 ** 30 / 1e9;

function memoryRatio(outer: number | undefined, inner: number | undefined): number | undefined {
  const value = ratio(outer, inner);
  if (value === undefined) return undefined;
  const generous = Math.floor(Number((value * gibibyte).toPrecision(12)));
  return generous > value ? generous : value;
}

function ratio(outer: number | undefined, inner: number | undefined): number | undefined {
  return outer === undefined || inner === undefined || inner === 0 ? undefined : outer / inner;
}

/** Machines of a priced tier that so many instances need: instances share one as far as they fit side by side. */
export function machinesFor(instances: number, instance: Size, tier: Pick<Cost, 'cpuCores' | 'memoryBytes'>): number {
  const together = Math.max(1, Math.floor(fitsTimes(instance, tier) ?? 1));
  return Math.ceil(instances / together);
}
