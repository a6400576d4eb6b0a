import type { CommandSpec } from './command.ts';

/** `--profile`, as every command that needs the profile takes it. */
const profile = ['--profile <file>', 'the profile (default: confer-agent.profile.yml beside the overview)'] as const;

/** Every verb, in the order of the help. */
export const commands: readonly CommandSpec[] = [
  {
    name: 'new',
    summary: 'write an overview from the template, its holes filled from the profile',
    args: '[file]',
    options: [['--name <name>', "the project's name"], profile, ['--force', 'overwrite the file if it exists']],
    examples: ['asbuilt new --name parcel-desk', 'asbuilt new docs/overview.md --name parcel-desk --profile team.yml'],
    load: () => import('./new.ts'),
  },
  {
    name: 'resolve',
    summary: 'fill the holes of an overview in place: tokens from the profile, dates, ids',
    args: '[file]',
    options: [profile, ['--check', 'write nothing; exit 1 if a hole could be filled']],
    examples: ['asbuilt resolve', 'asbuilt resolve docs/overview.md --check'],
    load: () => import('./resolve.ts'),
  },
  {
    name: 'check',
    summary: 'hold an overview against the rules',
    args: '[file]',
    options: [['--format <format>', 'text or json (default: text)'], profile],
    examples: ['asbuilt check', 'asbuilt check docs/overview.md --format json', 'cat overview.md | asbuilt check -'],
    load: () => import('./check.ts'),
  },
  {
    name: 'explain',
    summary: 'explain a rule: what must hold, why, and how to mend it',
    args: '[rule]',
    options: [],
    examples: ['asbuilt explain', 'asbuilt explain timeouts-nest'],
    load: () => import('./explain.ts'),
  },
  {
    name: 'model',
    summary: 'print an overview as data',
    args: '[file]',
    options: [
      ['--format <format>', 'json, or md for the document itself (default: json)'],
      ['--spans', 'say of every value where it stands'],
    ],
    examples: ['asbuilt model', 'asbuilt model --spans', 'asbuilt model --format md'],
    load: () => import('./model.ts'),
  },
  {
    name: 'coverage',
    summary: 'show how far each statement gets, and how much is prose only',
    args: '[file]',
    options: [
      ['--format <format>', 'text or json (default: text)'],
      ['--json', 'the same as --format json'],
    ],
    examples: ['asbuilt coverage', 'asbuilt coverage --format json'],
    load: () => import('./coverage.ts'),
  },
  {
    name: 'build',
    summary: 'write every file that the overview promises',
    args: '[file]',
    options: [
      ['--check', 'write nothing; exit 1 if a file is not what the overview derives'],
      ['--force', 'overwrite files that were edited by hand, too'],
      ['--list', 'list the files that can be derived'],
      ['--format <format>', 'text or json (default: text)'],
    ],
    examples: ['asbuilt build', 'asbuilt build docs/overview.md --check', 'asbuilt build --list'],
    load: () => import('./build.ts'),
  },
  {
    name: 'up',
    summary: 'run the system by its overview and profile, until Ctrl-C',
    args: '[file]',
    options: [profile, ['--json', 'print one JSON object a line']],
    examples: ['asbuilt up', 'asbuilt up docs/overview.md --profile team.yml'],
    load: () => import('./up.ts'),
  },
  {
    name: 'status',
    summary: 'show how the running system is doing',
    args: '[file]',
    options: [['--json', 'print it as JSON']],
    examples: ['asbuilt status', 'asbuilt status --json'],
    load: () => import('./status.ts'),
  },
  {
    name: 'fault',
    summary: 'break a part of the running system on purpose: add, list or clear',
    args: '<action> [service] [kind]',
    options: [
      ['--for <duration>', 'how long, e.g. 30s (default: 30s)'],
      ['--ms <ms>', 'how much longer calls take, in milliseconds, for latency (default: 500)'],
      ['--share <ratio>', 'the share of calls that fail, e.g. 0.5 or 50%, for errors (default: 0.5)'],
      ['--file <file>', 'the overview that the system runs by (default: overview.md)'],
    ],
    examples: [
      'asbuilt fault add API down --for 1m',
      'asbuilt fault add Database latency --ms 2000',
      'asbuilt fault add API errors --share 20%',
      'asbuilt fault list',
      'asbuilt fault clear',
    ],
    load: () => import('./fault.ts'),
  },
];
