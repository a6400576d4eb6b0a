import { describe, expect, it } from 'vitest';
import { fitsTimes, machinesFor } from '../../src/derive/machines.ts';
import type { Cost, VerticalScaling } from '../../src/model/index.ts';
import { link, read } from '../../src/overview/index.ts';

/** A planned instance and a priced tier, as a document says them. */
function sizes(instance: string, tier: string): [VerticalScaling, Cost] {
  const text = `## Scaling\n\n**Vertical Scaling:**\n- API: ${instance}\n\n## Costs\n\n| Service | Tier |\n|---|---|\n| API | ${tier} |\n`;
  const { scaling, costs } = link(read(text)).overview;
  const [planned, priced] = [scaling.vertical[0], costs[0]];
  if (planned === undefined || priced === undefined) throw new Error('The document says no sizes.');
  return [planned, priced];
}

describe('instances on machines', () => {
  it('share a machine as far as its cores and its memory reach', () => {
    expect(fitsTimes(...sizes('2 CPU cores, 4GB RAM', '4 core, 8GB'))).toBe(2);
    expect(fitsTimes(...sizes('2 CPU cores, 6GB RAM', '4 core, 8GB'))).toBeCloseTo(1.33, 2);
    expect(fitsTimes(...sizes('8 CPU cores', '4 core'))).toBe(0.5);
    expect(fitsTimes(...sizes('8GB RAM', '4 core'))).toBeUndefined();
  });

  it('are not kept out by the difference of a GB and a GiB', () => {
    expect(fitsTimes(...sizes('4 GiB RAM', '2 vCPU, 4 GB'))).toBe(1);
    expect(fitsTimes(...sizes('4 GiB RAM', '4 vCPU, 8 GB'))).toBe(2);
    expect(fitsTimes(...sizes('8GB RAM', '4 vCPU, 4 GiB'))).toBeCloseTo(0.537, 3);
  });

  it('need as many machines as hold all of them, and one each where none holds two', () => {
    const [planned, priced] = sizes('2 CPU cores, 4GB RAM', '4 core, 8GB');
    expect([1, 2, 3, 10].map((instances) => machinesFor(instances, planned, priced))).toEqual([1, 1, 2, 5]);
    const [large, small] = sizes('4 CPU cores', '2 core');
    expect(machinesFor(3, large, small)).toBe(3);
  });
});
