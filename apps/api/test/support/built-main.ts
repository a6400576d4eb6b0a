import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const sources = fileURLToPath(new URL('../../src', import.meta.url));
/** As far from the sources as dist/db is, since the migrations are looked up from there. */
const folder = fileURLToPath(new URL(`../../.asbuilt/test-${process.pid}`, import.meta.url));

/** Bundles the service as it stands in the sources, so that it can run as a process of its own. */
export async function buildMain(): Promise<void> {
  await build({
    entryPoints: ['main', 'analysis/analyst-thread'].map((name) => `${sources}/${name}.ts`),
    entryNames: '[name]',
    outdir: folder,
    bundle: true,
    platform: 'node',
    format: 'esm',
    conditions: ['@asbuilt/source'],
    logLevel: 'error',
    plugins: [
      {
        name: 'leave packages where they are',
        setup: (bundler) => {
          bundler.onResolve({ filter: /^[^./#]/ }, ({ path, kind }) =>
            kind === 'entry-point' || path.startsWith('@asbuilt/') ? null : { path, external: true },
          );
        },
      },
    ],
  });
}

export async function removeMain(): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}

/** A process of the service. */
export interface MainProcess {
  readonly child: ChildProcess;
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Its exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
  /** Where it listens, once it does. */
  listening(): Promise<string>;
}

/** Starts the service with this environment and no other. */
export function runMain(environment: Readonly<Record<string, string>>): MainProcess {
  const child = spawn(process.execPath, [`${folder}/main.js`], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = once(child, 'close').then(([code, signal]: (number | NodeJS.Signals)[]) => code ?? signal ?? 0);
  const listening = async (): Promise<string> => {
    for (;;) {
      const url = /Server listening at (http:[^"]+)/.exec(stdout)?.[1];
      if (url !== undefined) return url;
      if (child.exitCode !== null) throw new Error(`It ended with ${child.exitCode}: ${stderr}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  return { child, stdout: () => stdout, stderr: () => stderr, ended, listening };
}
