import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { unifiedDiff } from '../../src/check/unified-diff.ts';

const lines = fc.array(fc.constantFrom('a', 'b', 'c', '', ' x', '-', '+'), { maxLength: 14 });
const texts = fc
  .tuple(lines, fc.boolean())
  .map(([some, ends]) => some.join('\n') + (ends && some.length > 0 ? '\n' : ''));

describe('a unified difference', () => {
  it('is nothing for equal texts', () => {
    expect(unifiedDiff('a.md', 'x\n', 'x\n')).toBe('');
  });

  it('shows what changes with three lines around it', () => {
    const before = Array.from({ length: 20 }, (_, index) => `${index + 1}\n`).join('');
    expect(unifiedDiff('a.md', before, before.replace('10\n', 'ten\n').replace('20\n', '20'))).toBe(
      '--- a/a.md\n+++ b/a.md\n@@ -7,7 +7,7 @@\n 7\n 8\n 9\n-10\n+ten\n 11\n 12\n 13\n' +
        '@@ -17,4 +17,4 @@\n 17\n 18\n 19\n-20\n+20\n\\ No newline at end of file\n',
    );
  });

  it('is what git applies, whatever the texts', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'asbuilt-diff-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const file = join(folder, 'a.md');
    const patch = join(folder, 'it.patch');
    await fc.assert(
      fc.asyncProperty(texts, texts, async (before, after) => {
        fc.pre(before !== after && before !== '' && after !== '');
        await writeFile(file, before);
        await writeFile(patch, unifiedDiff('a.md', before, after));
        await promisify(execFile)('git', ['apply', '--whitespace=nowarn', 'it.patch'], { cwd: folder });
        expect(await readFile(file, 'utf8')).toBe(after);
      }),
      { numRuns: 60 },
    );
  });
});
