import { describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { commands } from '../../src/cli/commands.ts';
import { runCli } from './support/run-cli.ts';

const run = (...argv: string[]) => runCli('/', argv);

describe('the help', () => {
  it('lists every command with its summary, and the exit codes', async () => {
    const { code, out, err } = await run('--help');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    for (const { name } of commands) expect(out).toMatch(new RegExp(`^  ${name} `, 'm'));
    expect(out).toContain('2  it could not be tried');
  });

  it.each(commands.map(({ name }) => name))('of %s shows its options and examples', async (name) => {
    const { code, out } = await run(name, '--help');
    const spec = commands.find((command) => command.name === name);
    expect(code).toBe(0);
    for (const [flags] of spec?.options ?? []) expect(out).toContain(flags);
    for (const example of spec?.examples ?? []) expect(out).toContain(`$ ${example}\n`);
    expect(spec?.examples.length).toBeGreaterThan(0);
  });

  it('is the same through the help command', async () => {
    expect((await run('help', 'check')).out).toBe((await run('check', '--help')).out);
  });

  it('is printed with exit code 2 when no command is given', async () => {
    const { code, out, err } = await run();
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('Usage: asbuilt');
  });

  it('is coloured only where colours are wanted', async () => {
    const escape = String.fromCharCode(27);
    expect((await runCli('/', ['--help'], { color: true })).out).toContain(`${escape}[`);
    expect((await runCli('/', ['--help'], { color: false })).out).not.toContain(escape);
  });
});

describe('the version', () => {
  it('is that of the package', async () => {
    expect(await run('--version')).toEqual({ code: 0, out: `${packageJson.version}\n`, err: '' });
  });
});

describe('a command line that cannot be understood', () => {
  const cases: readonly (readonly [string, readonly string[], string])[] = [
    ['an unknown command', ['chek'], "asbuilt: unknown command 'chek'. Did you mean check? See asbuilt --help.\n"],
    ['a command like no other', ['xyzzy'], "asbuilt: unknown command 'xyzzy'. See asbuilt --help.\n"],
    [
      'a file in place of the command',
      ['overview.md'],
      "asbuilt: unknown command 'overview.md'. A command comes before the file: asbuilt check overview.md. See asbuilt --help.\n",
    ],
    [
      'an unknown option',
      ['check', '--formt', 'json'],
      "asbuilt check: unknown option '--formt'. Did you mean --format? See asbuilt check --help.\n",
    ],
    [
      'an option without its value',
      ['check', '--format'],
      "asbuilt check: option '--format <format>' argument missing. See asbuilt check --help.\n",
    ],
    [
      'too many files',
      ['model', 'a.md', 'b.md'],
      "asbuilt model: too many arguments for 'model'. Expected 1 argument but got 2. See asbuilt model --help.\n",
    ],
    [
      'a format that does not exist',
      ['coverage', '--format', 'xml'],
      'asbuilt: --format xml is not known here: use text or json.\n',
    ],
  ];

  it.each(cases)('with %s exits with 2 and says what to do', async (_, argv, message) => {
    expect(await run(...argv)).toEqual({ code: 2, out: '', err: message });
  });
});
