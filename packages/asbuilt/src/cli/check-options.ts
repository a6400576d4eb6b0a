import { type Invocation, UsageError } from './command.ts';
import { flag, formatOf, textOption } from './options.ts';

const formats = ['text', 'json', 'sarif', 'github', 'junit'] as const;

export type CheckFormat = (typeof formats)[number];

/** What `asbuilt check` was asked for. */
export interface CheckOptions {
  readonly format: CheckFormat;
  readonly profile?: string;
  /** The only rules to check, by name; none for all. */
  readonly rules: readonly string[];
  /** Whether the project's own rules may run. */
  readonly ownRules: boolean;
  /** Whether findings that are no errors are left out of what is printed. */
  readonly quiet: boolean;
  /** More warnings than this are a failure. */
  readonly maxWarnings: number;
  readonly fix: boolean;
  /** Whether to print what `fix` would change, and write nothing. */
  readonly dryRun: boolean;
  readonly watch: boolean;
}

/** Throws a `UsageError` for options that are wrong or contradict each other. */
export function checkOptionsOf(invocation: Invocation): CheckOptions {
  const profile = textOption(invocation, 'profile');
  const options: CheckOptions = {
    format: flag(invocation, 'json') ? 'json' : formatOf(invocation, formats),
    ...(profile !== undefined && { profile }),
    rules: namesIn(textOption(invocation, 'rule')),
    // On unless `--no-rule-modules`; whoever calls this without a command line (the MCP server) has not asked for it.
    ownRules: flag(invocation, 'ruleModules'),
    quiet: flag(invocation, 'quiet'),
    maxWarnings: maxWarningsOf(textOption(invocation, 'maxWarnings')),
    fix: flag(invocation, 'fix'),
    dryRun: flag(invocation, 'dryRun'),
    watch: flag(invocation, 'watch'),
  };
  requireSense(options);
  return options;
}

function requireSense({ fix, dryRun, watch, format }: CheckOptions): void {
  if (dryRun && !fix) throw new UsageError('--dry-run shows what --fix would change: give both.');
  if (dryRun && format !== 'text') throw new UsageError(`--dry-run prints a difference, not ${format}: leave one out.`);
  if (watch && fix)
    throw new UsageError('--watch only looks, so that nobody writes a file under an editor: leave --fix out.');
}

function namesIn(list: string | undefined): readonly string[] {
  return (list ?? '').split(',').flatMap((name) => (name.trim() === '' ? [] : [name.trim()]));
}

function maxWarningsOf(text: string | undefined): number {
  if (text === undefined) return Number.POSITIVE_INFINITY;
  if (!/^\d{1,9}$/.test(text)) throw new UsageError(`--max-warnings ${text} is no number of warnings: give 0 or more.`);
  return Number(text);
}
