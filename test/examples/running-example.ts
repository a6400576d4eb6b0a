import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SystemStatus } from '@asbuilt/runtime';
import { freePort } from '../../packages/runtime/test/free-port.ts';
import { root } from '../../scripts/lib/root.mjs';

const cli = join(root, 'packages/asbuilt/dist/asbuilt.js');

/** A copy of an example that runs by itself, as `npx asbuilt up` runs it. */
export interface RunningExample {
  readonly folder: string;
  readonly url: string;
  readonly controlUrl: string;
  /** Runs another command there, and gives what it printed. Rejects with it where the exit code is not 0. */
  readonly asbuilt: (...argv: readonly string[]) => Promise<string>;
  readonly status: () => Promise<SystemStatus>;
  /** What stands in the system's log so far, one JSON object a line. */
  readonly log: () => Promise<string>;
  /** Presses Ctrl-C, and gives the exit code. */
  readonly interrupt: () => Promise<number | null>;
  /** Stops it if it still runs, and removes all of it. */
  readonly remove: () => Promise<void>;
}

interface Wishes {
  readonly example: string;
  /** Programs that the profile calls by these names. */
  readonly programs: Readonly<Record<string, string>>;
  /** What its overview has in another way here. */
  readonly change: (overview: string) => string;
}

/** Starts a copy of an example on a port of its own, and waits until it is up. */
export async function startExample({ example, programs, change }: Wishes): Promise<RunningExample> {
  const folder = await copyOf(example);
  const port = await freePort();
  await writeFile(join(folder, 'confer-agent.profile.local.yml'), `http_port: ${port}\n`);
  const overview = join(folder, 'overview.md');
  await writeFile(overview, change(await readFile(overview, 'utf8')));
  const env = { ...process.env, PATH: `${await folderOf(programs, folder)}:${process.env['PATH']}` };

  const up = spawn(process.execPath, [cli, 'up'], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const closed = once(up, 'close').then(() => up.exitCode);
  let said = '';
  for (const stream of [up.stdout, up.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  }
  const asbuilt = (...argv: readonly string[]): Promise<string> => run(argv, folder);
  const interrupt = (): Promise<number | null> => {
    up.kill('SIGINT');
    return closed;
  };
  const remove = async (): Promise<void> => {
    await interrupt();
    await rm(folder, { recursive: true, force: true });
  };
  while (!said.includes('The system is up') && up.exitCode === null) await new Promise((go) => setTimeout(go, 50));
  if (up.exitCode !== null) {
    await remove();
    throw new Error(`${example} did not come up: ${said}`);
  }
  const { controlUrl }: { controlUrl: string } = JSON.parse(await readFile(join(folder, '.asbuilt/run.json'), 'utf8'));
  return {
    folder,
    url: `http://127.0.0.1:${port}`,
    asbuilt,
    controlUrl,
    status: async () => JSON.parse(await (await fetch(`${controlUrl}/status`)).text()),
    log: () => readFile(join(folder, '.asbuilt/log.jsonl'), 'utf8'),
    interrupt,
    remove,
  };
}

/** Beside the packages, so that what leads to them from the example leads there from here too; git does not see it. */
async function copyOf(example: string): Promise<string> {
  const folder = await mkdtemp(join(root, 'node_modules/.asbuilt-test-'));
  // The database may run as another user, who has to get there.
  await chmod(folder, 0o755);
  await cp(join(root, 'examples', example), folder, {
    recursive: true,
    filter: (path) => !/\/(?:\.asbuilt|__pycache__|secrets|[^/]*\.profile\.local\.yml)$/.test(path),
  });
  return folder;
}

async function folderOf(programs: Readonly<Record<string, string>>, folder: string): Promise<string> {
  const bin = join(folder, 'bin');
  await mkdir(bin);
  for (const [name, program] of Object.entries(programs))
    if (program.startsWith('/')) await symlink(program, join(bin, name));
  return bin;
}

async function run(argv: readonly string[], cwd: string): Promise<string> {
  const child = spawn(process.execPath, [cli, ...argv], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  await once(child, 'close');
  if (child.exitCode !== 0) throw new Error(`asbuilt ${argv.join(' ')} ended with ${child.exitCode}: ${err}${out}`);
  return out;
}
