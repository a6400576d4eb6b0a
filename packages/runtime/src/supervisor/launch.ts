import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { diesWithParent } from './death-signal.ts';
import type { Ending } from './ending.ts';
import { eachLine } from './lines.ts';

/** How long a program's output is read on after its end: a process that it left behind may hold it open for ever. */
const lastWordsMs = 250;

/** A program to start. */
export interface Program {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** The whole environment: nothing is inherited. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whom to run it as; as ourselves when absent. */
  readonly user?: { readonly uid: number; readonly gid: number };
  /** What it is sent when we die without a chance to stop it. */
  readonly deathSignal: 'INT' | 'TERM';
  /** Receives each line that it writes. */
  readonly line: (stream: OutputStream, text: string) => void;
}

/** Where a program writes to. */
export type OutputStream = 'stdout' | 'stderr';

/** A started program, leader of its own process group: a Ctrl-C in the terminal does not reach it past us. */
export interface Launched {
  readonly pid: number;
  /** Settles soon after it ended, usually with its output read to the end. Never rejects. */
  readonly ended: Promise<Ending>;
}

/**
 * Starts a program in its own process group.
 *
 * @throws {Error} when the system cannot start it (no such file, not permitted)
 */
export async function launch(program: Program): Promise<Launched> {
  const [file = program.file, ...args] = [
    ...(await diesWithParent(program.deathSignal)),
    program.file,
    ...program.args,
  ];
  const child = spawn(file, args, {
    cwd: program.cwd,
    env: { ...program.env },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...program.user,
  });
  eachLine(child.stdout, (text) => program.line('stdout', text));
  eachLine(child.stderr, (text) => program.line('stderr', text));
  const ended = endingOf(child);
  await once(child, 'spawn');
  return { pid: pidOf(child), ended };
}

function pidOf(child: ChildProcess): number {
  if (child.pid === undefined) throw new Error(`${child.spawnfile} was started but has no process number`);
  return child.pid;
}

function endingOf(child: ChildProcess): Promise<Ending> {
  return new Promise((settle) => {
    child.once('exit', (code, signal) => {
      const ending: Ending = signal === null ? { by: 'exit', code: code ?? 0 } : { by: 'signal', signal };
      const lastWords = setTimeout(() => settle(ending), lastWordsMs);
      child.once('close', () => {
        clearTimeout(lastWords);
        settle(ending);
      });
    });
  });
}
