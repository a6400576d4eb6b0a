// Writes docs/schema/model.schema.json, the schema of what `asbuilt model` prints, from the TypeScript types.
//   node scripts/schema.mjs            writes it
//   node scripts/schema.mjs --print    prints it, so that a test can hold the written one against it

import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { schemaOf } from './lib/json-schema.mjs';
import { root } from './lib/root.mjs';

const target = join(root, 'docs/schema/model.schema.json');

const text = `${JSON.stringify(modelSchema(), null, 2)}\n`;
if (process.argv.includes('--print')) process.stdout.write(text);
else {
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, text);
}

function modelSchema() {
  const core = join(root, 'packages/core');
  const config = ts.readConfigFile(join(core, 'tsconfig.json'), (path) => ts.sys.readFile(path));
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, core);
  const file = join(core, 'src/overview/index.ts');
  const program = ts.createProgram([file], { ...options, noEmit: true });
  return schemaOf(program, file, 'ModelJson');
}
