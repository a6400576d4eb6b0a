import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as after } from 'node:timers/promises';

/** A process that a test has started. */
export interface TestProcess {
  /** What it has written so far, both streams. */
  output(): string;
  /** Ends it with SIGTERM, after `killAfterMs` with SIGKILL, and says how long that took in milliseconds. */
  stop(killAfterMs?: number): Promise<number>;
}

export interface StartOptions {
  /** Arguments of Node.js. */
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** An address that answers 200 once the process is ready. */
  readonly readyUrl: string;
  readonly readyWithinMs: number;
}

/** Starts a Node.js process and waits until it is ready. */
export async function startProcess(options: StartOptions): Promise<TestProcess> {
  const child = spawn(process.execPath, [...options.args], {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
  });
  let output = '';
  const take = (chunk: Buffer): void => {
    output += chunk.toString();
  };
  child.stdout.on('data', take);
  child.stderr.on('data', take);
  const started: TestProcess = { output: () => output, stop: (killAfterMs = 5_000) => stop(child, killAfterMs) };
  try {
    await untilReady(child, options);
  } catch (error) {
    await started.stop();
    throw new Error(`${options.args.join(' ')} did not get ready.\n${output}`, { cause: error });
  }
  return started;
}

async function untilReady(child: ChildProcess, { readyUrl, readyWithinMs }: StartOptions): Promise<void> {
  const until = performance.now() + readyWithinMs;
  for (;;) {
    const isReady = await fetch(readyUrl).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady) return;
    if (child.exitCode !== null) throw new Error(`It ended with ${child.exitCode}.`);
    if (performance.now() > until) throw new Error(`It did not answer within ${readyWithinMs} ms.`);
    await after(100);
  }
}

async function stop(child: ChildProcess, killAfterMs: number): Promise<number> {
  const began = performance.now();
  if (child.exitCode !== null || child.signalCode !== null) return 0;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), killAfterMs);
  await ended;
  clearTimeout(timer);
  return performance.now() - began;
}
