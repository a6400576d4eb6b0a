import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { clusterTemplate, type TemplateOwner } from '../../../src/providers/database/cluster-template.ts';
import { type PostgresBinaries, postgresBinaries } from '../../../src/providers/database/postgres-binaries.ts';
import { runnableByAnyone } from '../../../src/providers/database/readable-copy.ts';
import { inSingleUserMode } from '../../../src/providers/database/single-user.ts';
import { unprivilegedUser } from '../../../src/providers/database/system-user.ts';
import { eventually, scratch } from '../../sample-system.ts';

const isRoot = process.getuid?.() === 0;

/** As whom the server would run here. */
async function owner(): Promise<TemplateOwner> {
  const user = isRoot ? await unprivilegedUser() : undefined;
  return { name: 'asbuilt', ...(user && { user }) };
}

async function binaries(): Promise<PostgresBinaries> {
  const installed = await postgresBinaries();
  return isRoot ? runnableByAnyone(installed) : installed;
}

test('a template is made once, also by several at the same time, and nothing is left beside it', async () => {
  const cache = join(await scratch(), 'cache');
  const [programs, who] = [await binaries(), await owner()];
  const template = await clusterTemplate(programs, who, cache);
  if (template === undefined) throw new Error('no template was made');
  expect(await readFile(join(template, 'PG_VERSION'), 'utf8')).toBe('18\n');
  expect(await readdir(cache)).toHaveLength(1);
  expect(await clusterTemplate(programs, who, cache)).toBe(template);

  // Another process was faster: its template stays.
  await rename(template, `${template}.away`);
  const making = clusterTemplate(programs, who, cache);
  await eventually(async () => (await readdir(cache)).length === 2, 60_000);
  await mkdir(template);
  await writeFile(join(template, 'faster'), '');
  expect(await making).toBe(template);
  expect(await readdir(template)).toEqual(['faster']);
  expect(await readdir(cache)).toHaveLength(2);
});

test('there is none where none can be kept', async () => {
  const file = join(await scratch(), 'a-file');
  await writeFile(file, '');
  expect(await clusterTemplate(await binaries(), await owner(), join(file, 'cache'))).toBeUndefined();
});

test('what goes wrong while a cluster is prepared is told without the statement', async () => {
  const cache = join(await scratch(), 'cache');
  const [programs, who] = [await binaries(), await owner()];
  const data = (await clusterTemplate(programs, who, cache)) ?? '';
  const error = await inSingleUserMode(
    programs,
    { data, ...(who.user && { user: who.user }) },
    `alter role nobody_known password 'hidden-word'`,
  ).catch(String);
  expect(error).toContain(`PostgreSQL could not prepare ${data}: `);
  expect(error).toContain('role "nobody_known" does not exist');
  expect(error).not.toContain('hidden-word');
});
