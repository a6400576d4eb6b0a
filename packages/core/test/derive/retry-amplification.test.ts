import { describe, expect, it } from 'vitest';
import { retryChains, worstAttempts } from '../../src/derive/retry-amplification.ts';
import type { Model } from '../../src/model/index.ts';
import { link, read } from '../../src/overview/index.ts';

/** A path User → A → B → C → D, and what the failure table says of each. */
function pathModel(mitigations: Readonly<Record<string, string>>): Model {
  const flow = ['User → A', 'A → B', 'B → C', 'C → D', 'D → C', 'C → B', 'B → A', 'A → User'];
  const steps = flow.map((step, index) => `${index + 1}. ${step}`);
  const rows = Object.entries(mitigations).map(([name, said]) => `| ${name} down | ${said} |`);
  const text = [
    '## Data Flow',
    '',
    ...steps,
    '',
    '## Failure Modes',
    '',
    '| Failure | Mitigation |',
    '|---|---|',
    ...rows,
  ];
  return link(read(`${text.join('\n')}\n`));
}

const chainsOf = (mitigations: Readonly<Record<string, string>>): string[] =>
  retryChains(pathModel(mitigations)).map(
    ({ calls, attempts }) =>
      `${calls.map(({ call, attempts: own }) => `${own} ${call.to.name}`).join(' × ')} = ${attempts}`,
  );

describe('retries along a path', () => {
  it('multiply: three calls with two tries again each are 27 calls', () => {
    expect(chainsOf({ B: 'retry (2×)', C: 'retry (2×)', D: 'retry (2×)' })).toEqual(['3 B × 3 C × 3 D = 27']);
  });

  it('count a retry without a number as one more try', () => {
    expect(chainsOf({ A: 'client retry', D: 'retry' })).toEqual(['2 A × 2 D = 4']);
  });

  it('take the row with the most tries where there are several, and none where nothing is tried again', () => {
    expect(chainsOf({ B: 'retry (1×)', 'B slow or': 'retry (4×)' })).toEqual(['5 B = 5']);
    expect(chainsOf({ B: 'fallback', C: 'retry (0×)' })).toEqual([]);
  });

  it('make a callee be called so often for one request', () => {
    const worst = worstAttempts(pathModel({ B: 'retry (2×)', D: 'retry (1×)' }));
    expect([...worst]).toEqual([
      ['B', 3],
      ['D', 6],
    ]);
  });
});
