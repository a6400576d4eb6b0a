import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCli } from '../../packages/asbuilt/test/cli/support/run-cli.ts';
import { root } from '../../scripts/lib/root.mjs';

const examples = readdirSync(join(root, 'examples'));

test.each(examples)('the overview of %s holds without so much as a warning, and is in form', async (example) => {
  const folder = join(root, 'examples', example);
  const { code, out } = await runCli(folder, ['check']);
  expect(out).toMatch(/^0 errors, 0 warnings(?:, \d+ for information)? in overview\.md$/m);
  expect(code).toBe(0);
  expect((await runCli(folder, ['format', '--check', 'overview.md'])).code).toBe(0);
});
