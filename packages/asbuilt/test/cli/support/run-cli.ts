import type { Io } from '../../../src/cli/command.ts';
import { main } from '../../../src/cli/main.ts';

/** What a command line did. */
export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command line in this process, in folder `cwd`. */
export async function runCli(cwd: string, argv: readonly string[], given: Partial<Io> = {}): Promise<Outcome> {
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
  const code = await main(argv, io);
  return { code, out, err };
}
