import { type Invocation, UsageError } from './command.ts';

/** The overview that a command works on when none is named. */
export const defaultFile = 'overview.md';

/** The `[file]` of the grammar. */
export function fileOf(invocation: Invocation): string {
  return invocation.args[0] ?? defaultFile;
}

/** An option's text, or undefined where it was not given. */
export function textOption(invocation: Invocation, name: string): string | undefined {
  const value = invocation.options[name];
  return typeof value === 'string' ? value : undefined;
}

/** Whether a flag was given. */
export function flag(invocation: Invocation, name: string): boolean {
  return invocation.options[name] === true;
}

/** `--format`: one of `formats`, the first unless another was asked for. Throws a `UsageError` for any other word. */
export function formatOf<F extends string>(invocation: Invocation, formats: readonly [F, ...F[]]): F {
  const asked = textOption(invocation, 'format');
  if (asked === undefined) return formats[0];
  const format = formats.find((known) => known === asked);
  if (format === undefined) {
    throw new UsageError(`--format ${asked} is not known here: use ${either(formats)}.`);
  }
  return format;
}

/** `text or json`; `text, json or sarif` */
function either(words: readonly string[]): string {
  return words.length < 3 ? words.join(' or ') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
