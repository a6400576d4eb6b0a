import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { onTestFinished } from 'vitest';
import type { SystemStatus } from '../../src/index.ts';
import { bundled } from '../bundled.ts';
import type { Sample } from '../sample-system.ts';

const program = `
import { plan } from '@asbuilt/core/derive';
import { link, read, readProfile } from '@asbuilt/core/overview';
import { up } from './src/index.ts';

const { overview, text, directory } = JSON.parse(process.argv[2]);
const profile = readProfile('profile.yml', text);
const ending = new AbortController();
process.on('SIGTERM', () => ending.abort());
const live = await up({
  file: 'overview.md',
  plan: plan(link(read(overview)), profile.profile),
  profile,
  directory,
  env: process.env,
  say: (line) => console.log(line),
  signal: ending.signal,
});
console.log('UP ' + JSON.stringify({ entryUrl: live.entryUrl, status: live.status() }));
await live.done;
`;

/** A system that a process of its own runs. */
export interface SystemApart {
  readonly child: ChildProcess;
  readonly entryUrl: string;
  readonly status: SystemStatus;
  /** What it said so far, its warnings too. */
  readonly said: () => string;
}

/** Makes the program that `runApart` runs; removed with the test. */
export function systemProgram(): Promise<string> {
  return bundled(program);
}

/** Runs a system in a process of its own, by an overview and the profile of a sample; it is stopped with the test. */
export async function runApart(file: string, { options }: Sample, overview: string): Promise<SystemApart> {
  const { text } = options.profile;
  const child = spawn(process.execPath, [file, JSON.stringify({ overview, text, directory: options.directory })], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit');
  onTestFinished(async () => {
    child.kill('SIGTERM');
    await ended;
  });
  let said = '';
  const { entryUrl, status } = await new Promise<Up>((settle, fail) => {
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const line = /^UP (.*)\n/m.exec(said)?.[1];
      if (line !== undefined) settle(readUp(line));
    });
    child.once('exit', () => fail(new Error(`it did not come up: ${said}`)));
  });
  return { child, entryUrl, status, said: () => said };
}

interface Up {
  readonly entryUrl: string;
  readonly status: SystemStatus;
}

function readUp(line: string): Up {
  const value: unknown = JSON.parse(line);
  if (!isUp(value)) throw new Error(`it said ${line}`);
  return value;
}

function isUp(value: unknown): value is Up {
  return typeof value === 'object' && value !== null && 'entryUrl' in value && 'status' in value;
}

/** The log of a system, a line each. */
export async function logOf({ directory }: Sample): Promise<readonly string[]> {
  return (await readFile(`${directory}/.asbuilt/log.jsonl`, 'utf8')).trimEnd().split('\n');
}
