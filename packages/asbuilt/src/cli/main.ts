import { type Command, CommanderError } from 'commander';
import { readConfig } from '#config';
import packageJson from '../../package.json' with { type: 'json' };
import { type ExitCode, type Io, UsageError } from './command.ts';
import { commands } from './commands.ts';
import { programOf } from './program.ts';

/**
 * Runs one command line (without `node` and the script) and returns the exit code. What could not be tried is said in
 * one sentence on `io.err`.
 */
export async function main(argv: readonly string[], io: Io): Promise<ExitCode> {
  let code: ExitCode = 0;
  const onExit = (exitCode: ExitCode): void => {
    code = exitCode;
  };
  const program = programOf({ version: packageJson.version, commands, onExit }, io);
  try {
    await program.parseAsync(argv, { from: 'user' });
    return code;
  } catch (error) {
    return failure(error, program, argv, io);
  }
}

function failure(error: unknown, program: Command, argv: readonly string[], io: Io): ExitCode {
  if (error instanceof CommanderError) return usageFailure(error, program, argv, io);
  if (error instanceof UsageError) {
    io.err(`asbuilt: ${error.message}\n`);
    return 2;
  }
  io.err(`asbuilt: this should not have happened: ${readConfig().debug ? stackOf(error) : unexpected(error)}\n`);
  return 2;
}

function usageFailure(error: CommanderError, program: Command, argv: readonly string[], io: Io): ExitCode {
  if (error.exitCode === 0) return 0;
  // Commander has printed the help already: `asbuilt` alone.
  if (error.code === 'commander.help') return 2;
  const verb = argv.find((word) => !word.startsWith('-'));
  const known = program.commands.some((command) => command.name() === verb);
  const name = known ? `asbuilt ${verb}` : 'asbuilt';
  io.err(`${name}: ${sentence(error.message)}${known ? '' : fileHint(verb)} See ${name} --help.\n`);
  return 2;
}

/** `error: unknown command 'chek'\n(Did you mean check?)` as one line. */
function sentence(message: string): string {
  const [what = '', hint] = message.replace(/^error: /, '').split('\n');
  const stopped = /[.?!]$/.test(what) ? what : `${what}.`;
  return hint === undefined ? stopped : `${stopped} ${hint.replace(/^\((.*)\)$/, '$1')}`;
}

/** `asbuilt overview.md`: the verb is missing. */
function fileHint(verb: string | undefined): string {
  return verb?.endsWith('.md') ? ` A command comes before the file: asbuilt check ${verb}.` : '';
}

function unexpected(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return `${message}\nSet ASBUILT_DEBUG=1 to see where, and please report it.`;
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
