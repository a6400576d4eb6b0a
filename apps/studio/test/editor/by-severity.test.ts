import type { Finding, Severity } from '@asbuilt/core/check';
import { describe, expect, it } from 'vitest';
import { bySeverity } from '#editor/by-severity';

describe('the order of findings', () => {
  it('is the worst first, and the order of the text among equals', () => {
    const findings = [found('warning', 1), found('info', 2), found('error', 3), found('warning', 4), found('error', 5)];
    expect(bySeverity(findings).map(({ span }) => span.from)).toEqual([3, 5, 1, 4, 2]);
  });
});

function found(severity: Severity, from: number): Finding {
  return { rule: 'costs-add-up', severity, message: '', span: { from, to: from }, notes: [] };
}
