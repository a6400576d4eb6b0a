import { expect, test } from 'vitest';
import { main } from '../packages/asbuilt/src/cli/main.ts';
import { root } from '../scripts/lib/root.mjs';

/** Runs a command line in the checkout, and gives its exit code with all that it printed. */
async function asbuilt(...argv: readonly string[]): Promise<{ readonly code: number; readonly printed: string }> {
  let printed = '';
  const print = (text: string): void => {
    printed += text;
  };
  const io = { out: print, err: print, cwd: root, color: false, signal: new AbortController().signal };
  return { code: await main(argv, io), printed };
}

test("Asbuilt's own overview holds, without so much as a warning", async () => {
  const { code, printed } = await asbuilt('check');
  // What is only worth knowing may be there.
  expect(printed).toMatch(/^0 errors, 0 warnings(?:, \d+ for information)? in overview\.md$/m);
  expect(code).toBe(0);
});

test('every file that it promises is what it derives', async () => {
  const { code, printed } = await asbuilt('build', '--check');
  expect(printed).not.toMatch(/missing|stale|edited/);
  expect(code).toBe(0);
});

test('nothing in it is left open', async () => {
  const { printed } = await asbuilt('model');
  expect(printed).toContain('"flows"');
  expect(printed).not.toContain('"hole"');
});

test('it and what explains the project are in the form of asbuilt format', async () => {
  const { code, printed } = await asbuilt('format', '--check', 'overview.md', 'README.md', 'ARCHITECTURE.md');
  expect(printed).toBe('3 files: nothing to format\n');
  expect(code).toBe(0);
});
