import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const repository = fileURLToPath(new URL('../../../../../', import.meta.url));

/** A run of a program that ended. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** npm's own warnings about this machine's settings do not belong to what is tested. */
const env = { ...process.env, npm_config_loglevel: 'error' };

/** Runs a program to its end, whatever its exit code. */
export async function run(file: string, args: readonly string[], cwd: string): Promise<Ended> {
  try {
    return { code: 0, ...(await promisify(execFile)(file, args, { cwd, env })) };
  } catch (error) {
    if (isEnded(error)) return error;
    throw error;
  }
}

/** What execFile throws when the program ran and ended with another code than 0. */
function isEnded(error: unknown): error is Ended {
  return error instanceof Error && 'code' in error && typeof error.code === 'number' && 'stdout' in error;
}

/** The package as it is published, in a folder of its own. */
export interface Packed {
  /** What was packed: package.json, README, licence, dist. */
  readonly folder: string;
  readonly tarball: string;
  /** An empty project with nothing but the tarball installed, without network. */
  readonly installedIn: string;
  readonly remove: () => Promise<void>;
}

/** Bundles from today's sources, packs and installs, beside the checkout so that nobody's dist is disturbed. */
export async function packAndInstall(): Promise<Packed> {
  const top = await mkdtemp(join(tmpdir(), 'asbuilt-pack-'));
  const folder = join(top, 'package');
  const installedIn = join(top, 'project');
  for (const name of ['package.json', 'README.md', 'LICENSE']) {
    await cp(join(repository, 'packages/asbuilt', name), join(folder, name));
  }
  await must('node', ['scripts/bundle.mjs', join(folder, 'dist')], repository);
  await must('npm', ['pack', '--pack-destination', top], folder);
  const [tarball = ''] = (await readdir(top)).filter((name) => name.endsWith('.tgz'));
  await cp(join(folder, 'README.md'), join(installedIn, 'notes.md'));
  await must('npm', ['install', '--offline', '--no-audit', '--no-fund', join(top, tarball)], installedIn);
  return { folder, tarball: join(top, tarball), installedIn, remove: () => rm(top, { recursive: true, force: true }) };
}

/** A project in which packages of ours are installed. */
export interface Unpacked {
  readonly folder: string;
  readonly remove: () => Promise<void>;
}

/**
 * Packs workspaces as they were built and unpacks them into a project, which has what they depend on from this checkout:
 * nothing comes from the network.
 */
export async function unpackBeside(workspaces: readonly string[]): Promise<Unpacked> {
  const folder = await mkdtemp(join(repository, 'node_modules/.asbuilt-test-'));
  for (const workspace of workspaces) {
    const source = join(repository, 'packages', workspace);
    const name = workspace === 'asbuilt' ? workspace : `@asbuilt/${workspace}`;
    const packedIn = join(folder, 'packed', workspace);
    const target = join(folder, 'node_modules', name);
    await mkdir(packedIn, { recursive: true });
    await mkdir(target, { recursive: true });
    await must('npm', ['pack', '--pack-destination', packedIn], source);
    const [tarball = ''] = await readdir(packedIn);
    await must('tar', ['-xzf', join(packedIn, tarball), '--strip-components=1', '-C', target], folder);
  }
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

async function must(file: string, args: readonly string[], cwd: string): Promise<void> {
  const { code, stdout, stderr } = await run(file, args, cwd);
  if (code !== 0) throw new Error(`${file} ${args.join(' ')} ended with ${code}:\n${stdout}${stderr}`);
}
