import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Milliseconds, ServiceBinding, Stated } from '@asbuilt/core/model';
import { nearest } from '@asbuilt/core/text';
import { providers } from '#providers/providers';
import { expand, parseCommandLine, variablesOf, type Word } from './command-line.ts';
import { ConfigurationError, type Place } from './configuration-error.ts';
import type { EdgeVariable } from './edge-variables.ts';
import { findCommand, findUnrunnable } from './find-command.ts';
import { placeInProfile } from './place-in-profile.ts';
import type { UpOptions } from './up-options.ts';

/** A command that can be started, but for the values that are known only then (its port, the addresses of its edges). */
export interface CommandSetup {
  /** Of its service. */
  readonly name: string;
  readonly words: readonly Word[];
  /** The program, as an absolute path. */
  readonly program: string;
  /** Absolute. */
  readonly cwd: string;
  /** What it inherits and what the profile gives it. */
  readonly env: Environment;
  readonly variables: readonly EdgeVariable[];
  /** Path that answers 200 once it is ready; it is ready when it takes connections where the profile gives none. */
  readonly health?: string;
  readonly startsWithinMs: Milliseconds;
  /** The one that it always listens on, and where the profile says so; absent where each instance is given a free one. */
  readonly port?: { readonly number: number; readonly place: Place };
  /** Where the profile has the command. */
  readonly place: Place;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** What the profile says of a service that is a command. */
export interface CommandBinding {
  readonly name: string;
  readonly binding: ServiceBinding;
  readonly line: Stated<string>;
  /** Of the command. */
  readonly place: Place;
  readonly variables: readonly EdgeVariable[];
}

const usuallyStartsWithinMs = 60_000;
/** Known when it starts, and not before. */
const givenAtStart = ['PORT', 'HOST', 'ASBUILT_CONTROL_URL'];

/** Looks at everything about a command that can be wrong before it is started. Throws a `ConfigurationError` for what is. */
export async function commandSetup(command: CommandBinding, options: UpOptions): Promise<CommandSetup> {
  const { binding, variables } = command;
  const env = environmentOf(binding, options);
  const words = wordsOf(command);
  requireVariables(words, command, env);
  const cwd = await folderOf(command, options);
  const program = await programOf(expand(words.slice(0, 1), env)[0] ?? '', { command, cwd, env });
  const health = binding.health?.value;
  if (health !== undefined && !health.startsWith('/')) {
    throw new ConfigurationError(
      `the health path of ${command.name} must begin with a slash, e.g. /health`,
      placeInProfile(options.profile, binding.health ?? command.line),
    );
  }
  return {
    name: command.name,
    words,
    program,
    cwd,
    env,
    variables,
    ...(health !== undefined && { health }),
    startsWithinMs: binding.startsWithinMs?.value ?? usuallyStartsWithinMs,
    ...(binding.port && { port: { number: binding.port.value, place: placeInProfile(options.profile, binding.port) } }),
    place: command.place,
  };
}

/** What `asbuilt up` was given, but for the addresses of providers: a service that knew them would go past its edges. */
function environmentOf(binding: ServiceBinding, options: UpOptions): Environment {
  const hidden = new Set(providers.flatMap((provider) => provider.variables));
  const inherited = Object.entries(options.env).filter(([name]) => !hidden.has(name));
  return { ...Object.fromEntries(inherited), ...cacheTimes(options), ...binding.env };
}

/** How long the caches in the application keep, by their names: `@asbuilt/runtime/cache` reads it. */
function cacheTimes({ plan: { applicationCaches } }: UpOptions): Environment {
  return applicationCaches === undefined ? {} : { ASBUILT_CACHES: JSON.stringify(applicationCaches) };
}

function wordsOf({ name, line, place }: CommandBinding): readonly Word[] {
  const read = parseCommandLine(line.value);
  if (read.kind === 'command') return read.words;
  throw new ConfigurationError(`the command of ${name} ${read.problem}`, place);
}

function requireVariables(words: readonly Word[], { name, place, variables }: CommandBinding, env: Environment): void {
  const known = [...givenAtStart, ...variables.map(({ variable }) => variable), ...Object.keys(env)];
  const unknown = variablesOf(words).find((variable) => !known.includes(variable));
  if (unknown === undefined) return;
  const meant = nearest(unknown, known);
  throw new ConfigurationError(
    `the command of ${name} uses $${unknown}, which is not set; ${meant === undefined ? 'set it under env:' : `did you mean $${meant}?`}`,
    place,
  );
}

async function folderOf({ name, binding }: CommandBinding, { directory, profile }: UpOptions): Promise<string> {
  if (binding.cwd === undefined) return resolve(directory);
  const folder = resolve(directory, binding.cwd.value);
  const found = await stat(folder).catch(() => undefined);
  if (found?.isDirectory() === true) return folder;
  throw new ConfigurationError(
    `the folder ${binding.cwd.value} that ${name} is to start in is not there (looked for ${folder})`,
    placeInProfile(profile, binding.cwd),
  );
}

interface Search {
  readonly command: CommandBinding;
  readonly cwd: string;
  readonly env: Environment;
}

async function programOf(word: string, { command, cwd, env }: Search): Promise<string> {
  const program = await findCommand(word, env['PATH'] ?? '', cwd);
  if (program !== undefined) return program;
  const unrunnable = await findUnrunnable(word, cwd);
  if (unrunnable !== undefined) {
    const sentence = `${unrunnable}, the command of ${command.name}, is a file that may not be run`;
    throw new ConfigurationError(`${sentence}; run "chmod +x" on it, or name the program that reads it`, command.place);
  }
  throw new ConfigurationError(
    `the command of ${command.name} is not to be found: "${word}" is neither in the folders of PATH nor in ${cwd}; install it or mend the command`,
    command.place,
  );
}
