import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { asModule } from './bundled.mjs';

/** Bundles a script that is measured, of the runtime's tests of the gateway, from today's sources; returns its path. */
export async function bundledUnderTest(folder, name) {
  const outfile = join(folder, `${name}.mjs`);
  await build({
    entryPoints: [fileURLToPath(import.meta.resolve(`../../packages/runtime/test/gateway/${name}.ts`))],
    outfile,
    ...asModule,
  });
  return outfile;
}
