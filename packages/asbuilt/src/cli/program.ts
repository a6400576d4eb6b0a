import { Command, type Help } from 'commander';
import { createColors } from 'picocolors';
import type { CommandSpec, ExitCode, Invocation, Io } from './command.ts';

/** What the program is made of besides the commands. */
export interface ProgramOptions {
  readonly version: string;
  readonly commands: readonly CommandSpec[];
  /** Called with the exit code of the command that ran. */
  readonly onExit: (code: ExitCode) => void;
}

const description =
  'Asbuilt compiles an Architecture Overview: it checks it, derives what it promises, runs the system by it and proves it.';

const epilogue = `
Every command works on overview.md unless another file is named.
A "-" in its place reads standard input, where that makes sense.

Exit codes:
  0  it holds
  1  it does not hold
  2  it could not be tried

Examples:
  $ asbuilt new --name parcel-desk
  $ asbuilt check
  $ asbuilt check docs/overview.md --format json
  $ asbuilt explain timeouts-nest
`;

/** The command line as commander knows it. It throws commander's own errors instead of ending the process. */
export function programOf(options: ProgramOptions, io: Io): Command {
  const program = new Command('asbuilt')
    .description(description)
    .version(options.version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'explain a command')
    .configureHelp(styleOf(io))
    .configureOutput({ writeOut: io.out, writeErr: io.err, outputError: () => undefined, ...widths() })
    .exitOverride()
    .addHelpText('after', epilogue);
  for (const spec of options.commands) addCommand(program, spec, options, io);
  return program;
}

function addCommand(program: Command, spec: CommandSpec, options: ProgramOptions, io: Io): void {
  const command = program.command(spec.args === '' ? spec.name : `${spec.name} ${spec.args}`);
  command.description(spec.summary).helpOption('-h, --help', 'print this help').allowExcessArguments(false);
  for (const [flags, text, kind] of spec.options) {
    if (kind === 'repeatable') command.option(flags, text, joined);
    else command.option(flags, text);
  }
  command.addHelpText('after', `\nExamples:\n${spec.examples.map((example) => `  $ ${example}\n`).join('')}`);
  command.action(async () => {
    const { run } = await spec.load();
    options.onExit(await run(invocationOf(command), io));
  });
}

function joined(value: string, before: string | undefined): string {
  return before === undefined ? value : `${before},${value}`;
}

function invocationOf(command: Command): Invocation {
  const options: Record<string, string | boolean> = {};
  for (const [name, value] of Object.entries(command.opts<Record<string, unknown>>())) {
    if (typeof value === 'string' || typeof value === 'boolean') options[name] = value;
  }
  return { args: command.args, options };
}

function styleOf(io: Io): Partial<Help> {
  const colors = createColors(io.color);
  return {
    styleTitle: (text) => colors.bold(text),
    styleCommandText: (text) => colors.cyan(text),
    styleSubcommandText: (text) => colors.cyan(text),
    styleOptionText: (text) => colors.cyan(text),
    styleArgumentText: (text) => colors.cyan(text),
  };
}

/** Commander strips colours on its own guess about the terminal: `io.color` has decided already. */
function widths(): { readonly getOutHasColors: () => boolean; readonly getErrHasColors: () => boolean } {
  return { getOutHasColors: () => true, getErrHasColors: () => true };
}
