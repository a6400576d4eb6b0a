import { describe, expect, it } from 'vitest';
import { suspects, verdict } from '../../scripts/lib/verdict.mjs';

const steady = { file: 'steady.test.ts', passed: 3, failed: [], skipped: [] };
const late = { file: 'late.test.ts', passed: 1, failed: [{ name: 'waits', message: 'too late' }], skipped: [] };
const broken = { file: 'broken.test.ts', passed: 0, failed: [{ name: 'the file itself', message: 'no' }], skipped: [] };
const run = { code: 1, skipsFail: true };

describe('the verdict on a run of the tests', () => {
  it('names each failure with its file and its message', () => {
    expect(verdict({ files: [steady, late, broken], unhandled: ['gone'] }, [], run)).toStrictEqual({
      lines: [
        'failed: late.test.ts > waits: too late',
        'failed: broken.test.ts > the file itself: no',
        'failed: outside of any test: gone',
      ],
      passed: 4,
      failed: 3,
    });
  });

  it('counts what passes with nothing beside it, and calls it unsteady', () => {
    const again = [{ ...late, passed: 2, failed: [] }, broken];
    expect(verdict({ files: [steady, late, broken], unhandled: [] }, again, run)).toStrictEqual({
      lines: [
        'unsteady: late.test.ts > waits passed with nothing beside it; before that: too late',
        'failed: broken.test.ts > the file itself: no',
      ],
      passed: 5,
      failed: 1,
    });
  });

  it('counts what fails only the second time', () => {
    const again = [{ ...late, failed: [{ name: 'ends', message: 'never' }] }];
    const { lines, failed } = verdict({ files: [late], unhandled: [] }, again, run);
    expect(failed).toBe(1);
    expect(lines).toContain('failed: late.test.ts > ends: never');
  });

  it('counts a skipped test as failed only where skips fail', () => {
    const skipping = { ...steady, skipped: [{ name: 'sees', reason: 'no eyes' }] };
    const told = 'skipped: sees (no eyes)';
    expect(verdict({ files: [skipping], unhandled: [] }, [], { code: 0, skipsFail: false })).toMatchObject({
      lines: [told],
      failed: 0,
    });
    expect(verdict({ files: [skipping], unhandled: [] }, [], { code: 0, skipsFail: true })).toMatchObject({
      lines: [told, 'With CI=true a skipped test counts as failed.'],
      failed: 1,
    });
  });

  it('never shows a run as clean that Vitest calls failed', () => {
    expect(verdict({ files: [], unhandled: [] }, [], run)).toMatchObject({ passed: 0, failed: 1 });
  });
});

describe('files that may have failed because the machine was busy', () => {
  it('are those with failures, unless they are too many for an accident', () => {
    expect(suspects({ files: [steady, late, broken], unhandled: [] })).toStrictEqual([late.file, broken.file]);
    expect(suspects({ files: Array.from({ length: 6 }, () => late), unhandled: [] })).toStrictEqual([]);
  });
});
