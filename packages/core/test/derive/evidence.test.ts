import { describe, expect, it } from 'vitest';
import { latestEvidence } from '../../src/derive/evidence.ts';
import type { Evidence } from '../../src/model/index.ts';

const look = (at: string, held: boolean, by = 'dependency-down'): Evidence => ({
  statement: 'failure-modes/store-down/scenario',
  held,
  by,
  at,
  documentHash: 'f00',
  seen: 'It was so.',
});

const telling = (...evidence: readonly Evidence[]): Evidence | undefined =>
  latestEvidence(evidence).get('failure-modes/store-down/scenario');

describe('latestEvidence', () => {
  it('takes the latest look of an inspection, in whatever order they were noted', () => {
    const before = look('2026-01-01T00:00:00Z', false);
    const after = look('2026-01-01T01:30:00+01:00', true);
    expect(telling(before, after)).toBe(after);
    expect(telling(after, before)).toBe(after);
  });

  it('believes the inspection that saw it not hold, when another one saw it hold later', () => {
    const broken = look('2026-01-01T00:00:00Z', false, 'dependency-slow');
    const held = look('2026-01-02T00:00:00Z', true);
    expect(telling(broken, held)).toBe(broken);
    expect(telling(held, broken)).toBe(broken);
  });

  it('forgets that once the same inspection saw it hold', () => {
    const broken = look('2026-01-01T00:00:00Z', false);
    const mended = look('2026-01-02T00:00:00Z', true);
    expect(telling(broken, look('2026-01-01T12:00:00Z', true, 'dependency-slow'), mended)).toBe(mended);
  });

  it('says nothing about what nobody has seen', () => {
    expect(telling()).toBeUndefined();
  });
});
