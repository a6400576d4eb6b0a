import { describe, expect, it } from 'vitest';
import { type ChangedFile, guard } from '#guard/guard';
import { link } from '#overview/link';
import { read } from '#overview/read';

const model = link(
  read(`# Harbour

## Context Capsule

- **Secrets location (local only):** \`secrets/.env\`
- **Non-negotiables:** ports change in the profile first

## File Map

- \`/docs/chart.md\` → the chart
`),
);
const surroundings = {
  overview: 'overview.md',
  included: ['ops/map.md'],
  profile: 'p.yml',
  derived: ['docs/derived.md'],
};

function verdicts(...files: readonly ChangedFile[]): string[] {
  return guard(model, { files }, surroundings).map(({ verdict, path }) => `${verdict} ${path}`);
}

describe('the guard', () => {
  it('has nothing against ordinary changes', () => {
    expect(verdicts({ path: 'src/a.ts', kind: 'changed' }, { path: 'docs/chart.md', kind: 'changed' })).toEqual([]);
  });

  it('refuses secrets, but not their removal', () => {
    expect(verdicts({ path: 'secrets/.env', kind: 'added' }, { path: 'secrets/old', kind: 'deleted' })).toEqual([
      'refused secrets/.env',
    ]);
  });

  it('refuses a derived file that changes without the overview', () => {
    const derived: ChangedFile = { path: 'docs/derived.md', kind: 'changed' };
    expect(verdicts(derived)).toEqual(['refused docs/derived.md']);
    expect(verdicts(derived, { path: 'overview.md', kind: 'changed' })).toEqual([]);
    expect(verdicts(derived, { path: 'ops/map.md', kind: 'changed' })).toEqual([]);
  });

  it('refuses to delete what the file map promises', () => {
    expect(verdicts({ path: 'docs/chart.md', kind: 'deleted' })).toEqual(['refused docs/chart.md']);
  });

  it('asks for a look at a profile that changes alone, in the words of the overview', () => {
    const [verdict] = guard(model, { files: [{ path: 'p.yml', kind: 'changed' }] }, surroundings);
    expect([verdict?.verdict, verdict?.statement]).toEqual(['review', 'context-capsule/non-negotiables/1']);
    expect(verdict?.reason).toContain('ports change in the profile first');
  });
});
