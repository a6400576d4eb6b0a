import { main } from './main.ts';
import { processIo } from './process-io.ts';

/** Runs one command line (without `node` and the script) in this process, and sets its exit code. */
export async function start(argv: readonly string[]): Promise<void> {
  const { io, endedBy } = processIo();
  const code = await main(argv, io);
  // At the very end and without process.exit(), so that what is on its way to a pipe arrives and a failed write counts.
  process.on('exit', () => {
    process.exitCode = endedBy() ?? code;
  });
}

/** Checks the files that the main thread sends, in this thread. */
export async function work(): Promise<void> {
  const { serveBatches } = await import('#check/worker');
  serveBatches();
}
