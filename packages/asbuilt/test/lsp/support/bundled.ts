import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '../../cli/support/packed.ts';

const repository = fileURLToPath(new URL('../../../../../', import.meta.url));

/** The tool as it is published, bundled from today's sources into a folder that `remove` removes. */
export async function bundledTool(): Promise<{ readonly script: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'asbuilt-bundle-'));
  const { code, stdout, stderr } = await run(process.execPath, ['scripts/bundle.mjs', folder], repository);
  if (code !== 0) throw new Error(`the bundle could not be made:\n${stdout}${stderr}`);
  return { script: join(folder, 'asbuilt.js'), remove: () => rm(folder, { recursive: true, force: true }) };
}
