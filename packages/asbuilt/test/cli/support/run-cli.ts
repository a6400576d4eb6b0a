import type { Io } from '../../../src/cli/command.ts';
import { main } from '../../../src/cli/main.ts';

/** What a command line did. */
export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Input and output in folder `cwd` that keep what is written. */
export function captured(cwd: string, given: Partial<Io> = {}): { io: Io; outcome: (code: number) => Outcome } {
  let out = '';
  let err = '';
  const io: Io = {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    cwd,
    color: false,
    signal: new AbortController().signal,
    ...given,
  };
  return { io, outcome: (code) => ({ code, out, err }) };
}

/** Runs a command line in this process, in folder `cwd`. */
export async function runCli(cwd: string, argv: readonly string[], given: Partial<Io> = {}): Promise<Outcome> {
  const { io, outcome } = captured(cwd, given);
  return outcome(await main(argv, io));
}
