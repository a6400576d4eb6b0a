import { Console } from 'node:console';
import packageJson from '../../package.json' with { type: 'json' };
import { type Invocation, type Run, UsageError } from './command.ts';
import { textOption } from './options.ts';

/** Serves an editor over standard input and output: 0 after it said goodbye (`shutdown`), 1 when it left without. */
export const run: Run = async (invocation, io) => {
  const processId = processIdOf(invocation);
  // Standard output belongs to the protocol: what a package prints by console must not get between its messages.
  globalThis.console = new Console(process.stderr);
  // The protocol's package looks for --clientProcessId by itself when it is loaded, and its timer would keep this process
  // running for as long as the editor runs, also after the editor asked it to exit. lsp/lifetime.ts follows the editor.
  process.argv.splice(2);
  const { serveLsp } = await import('#lsp/server');
  return serveLsp({
    version: packageJson.version,
    input: process.stdin,
    output: process.stdout,
    signal: io.signal,
    ...(processId !== undefined && { processId }),
    log: (text) => io.err(`asbuilt lsp: ${text}\n`),
  });
};

function processIdOf(invocation: Invocation): number | undefined {
  const text = textOption(invocation, 'clientProcessId');
  if (text === undefined) return undefined;
  if (/^[1-9]\d{0,9}$/.test(text)) return Number(text);
  throw new UsageError(`--clientProcessId ${text} is no process id: give the number of the editor's process.`);
}
