import { readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run } from '../../src/cli/check.ts';
import { fewRules } from './support/documents.ts';
import { captured, runCli } from './support/run-cli.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const profileFile = 'confer-agent.profile.yml';
const document = '# A title\n\nAll is well.\n';

/** A module that exports the rule `has-owner`; `check` is the body of its check, `more` further properties. */
const ruleModule = (
  check = "if (!draft.text.includes('Owner:')) report({ message: 'Nobody owns this', span: { from: 0, to: 1 } });",
  more = '',
): string => `export const hasOwner = {
  name: 'has-owner', sentence: 'The overview names its owner', severity: 'warning', holds: [],
  check({ draft, profile }, report) { ${check} },${more}
};
`;

const project = (module: string, profile = 'rule_modules: [rules/own.mjs]\n'): Record<string, string> => ({
  'overview.md': document,
  [profileFile]: profile,
  'rules/own.mjs': module,
});

const own = ['check', '--rule', 'has-owner'];

describe('rules of the project itself', () => {
  it('are checked beside the others, and found by --rule', async () => {
    const folder = await temporaryFolder(project(ruleModule()));
    const { code, out } = await runCli(folder, own);
    expect(code).toBe(0);
    expect(out).toBe(
      'overview.md:1:1 warning has-owner\nNobody owns this\n 1 │ # A title\n   │ ^\n\n0 errors, 1 warning in overview.md\n',
    );
    const all = await runCli(folder, ['check', '--json']);
    expect(all.out).toContain('"rule": "has-owner"');
    expect((await runCli(folder, ['check', '--rule', 'has-ovner'])).err).toContain('Did you mean has-owner?');
  });

  it('are written as docs/checking.md shows', async () => {
    const page = await readFile(new URL('../../../../docs/checking.md', import.meta.url), 'utf8');
    const [, module = ''] = /```js\n([^]*?)```/.exec(page) ?? [];
    const folder = await temporaryFolder({
      'overview.md': document,
      [profileFile]: /```yaml\n(rule_modules:[^]*?)```/.exec(page)?.[1] ?? '',
      'rules/owners.mjs': module,
    });
    const { code, out } = await runCli(folder, ['check', '--rule', 'owners-are-named']);
    expect(code).toBe(0);
    expect(out).toContain('overview.md:1:1 warning owners-are-named\nNobody owns this system');
    expect(out).toContain('0 errors, 1 warning in overview.md\n');
  });

  it('take a level from the profile and an exception from the document as others do', async () => {
    const folder = await temporaryFolder(
      project(ruleModule(), 'rule_modules: ./rules/own.mjs\nrules: { has-owner: error }\n'),
    );
    expect((await runCli(folder, own)).code).toBe(1);
    const excepted = await temporaryFolder({
      ...project(ruleModule()),
      'overview.md': `<!-- asbuilt-ignore has-owner: nobody does -->\n${document}`,
    });
    expect((await runCli(excepted, own)).out).toBe('0 errors, 0 warnings in overview.md\n');
  });

  it('are in reports for other programs', async () => {
    const folder = await temporaryFolder(project(ruleModule()));
    expect((await runCli(folder, [...own, '--format', 'sarif'])).out).toContain(
      '"text": "The overview names its owner"',
    );
    expect((await runCli(folder, [...own, '--format', 'junit'])).out).toContain('<testcase name="has-owner"');
  });

  it('may point into the profile and other files of the project', async () => {
    const check = `report({ message: 'Here', span: { from: 0, to: 4 }, file: 'notes.txt', notes: [{ message: 'there', span: { from: 0, to: 4 }, file: profile.file }] });`;
    const folder = await temporaryFolder({ ...project(ruleModule(check)), 'notes.txt': 'some notes\n' });
    const { out } = await runCli(folder, own);
    expect(out).toContain('notes.txt:1:1 warning has-owner\n');
    expect(out).toContain(`${profileFile}:1:1 note: there\n`);
  });

  it.each([
    ["throw new Error('out of luck');", 'Error: out of luck'],
    ["report('no');", 'it reports something else than an object with message and span'],
    ['report({ span: { from: 0, to: 1 } });', 'it reports something without a message'],
    ["report({ message: 'A', span: { from: 0, to: 1e6 } });", 'the span 0 to 1000000 is not inside of a text of'],
    ["report({ message: 'A', span: { from: 2, to: 1 } });", 'the span 2 to 1 is not inside'],
    ["report({ message: 'A', span: 7 });", 'a span is {from, to}, two offsets in the text'],
    [
      "report({ message: 'A', span: { from: 0, to: 1 }, file: '../out.md' });",
      'it points into ../out.md, which is no text of the project',
    ],
    ["report({ message: 'A', span: { from: 0, to: 1 }, severity: 'fatal' });", 'a severity is error, warning or info'],
    ["report({ message: 'A', span: { from: 0, to: 1 }, repairs: [{ title: 'B' }] });", 'a repair has a title'],
    ['return Promise.reject(new Error());', 'its check is asynchronous'],
  ])('that fail are told so, as findings about them: %s', async (check, reason) => {
    const folder = await temporaryFolder(project(ruleModule(check)));
    const { code, out } = await runCli(folder, own);
    expect(code).toBe(1);
    expect(out).toContain('error rule-crashed\nThe rule has-owner failed on this document');
    expect(out).toContain(reason);
    expect(out).toContain("This is a fault in the project's own rule");
  });

  it.each([
    [
      'export const a = { name: "A b" };',
      /exports a, which is no rule: name is no lower-case name with hyphens, sentence is no text, severity is not error, warning or info, holds is no list of statements, \[\] for none, check is no function\.\n$/,
    ],
    ['export default [7];', /exports default, which is no rule: it is no object/],
    ['', /exports nothing: export its rules\.\n$/],
    ['export const a = ;', /cannot be loaded \(\w*Error: .*\)\.\n$/],
    ["import './none.mjs';", /cannot be loaded \(.*none\.mjs.*\)\.\n$/],
    [
      ruleModule().replace("'has-owner'", "'timeouts-nest'"),
      /exports a rule timeouts-nest, but there is one already: rename it\.\n$/,
    ],
  ])('that are none are refused with the module and what it lacks: %s', async (module, message) => {
    const folder = await temporaryFolder(project(module));
    const { code, out, err } = await runCli(folder, ['check']);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^asbuilt: .*own\.mjs /);
    expect(err).toMatch(message);
  });

  it('that are missing, or outside of the project, are refused', async () => {
    const outside = await temporaryFolder({ 'own.mjs': ruleModule() });
    const missing = await temporaryFolder(project('', 'rule_modules: none.mjs\n'));
    expect((await runCli(missing, ['check'])).err).toBe(
      `asbuilt: ${profileFile} names the rule module none.mjs: there is no such file (ENOENT).\n`,
    );
    const message = "which lies outside of the project's folder: only code of the project itself is run.";
    const absolute = await temporaryFolder(project('', `rule_modules: ${outside}/own.mjs\n`));
    expect(await runCli(absolute, ['check'])).toMatchObject({ code: 2, err: expect.stringContaining(message) });
    const linked = await temporaryFolder(project('', 'rule_modules: linked.mjs\n'));
    await symlink(join(outside, 'own.mjs'), join(linked, 'linked.mjs'));
    expect((await runCli(linked, ['check'])).err).toContain(message);
    const through = await temporaryFolder({
      'docs/overview.md': document,
      'own.mjs': ruleModule(),
      [`docs/${profileFile}`]: 'rule_modules: ../own.mjs\n',
    });
    expect((await runCli(through, ['check', 'docs/overview.md'])).err).toContain(message);
    const named = await temporaryFolder({
      'docs/overview.md': document,
      'own.mjs': ruleModule(),
      'team.yml': 'rule_modules: own.mjs\n',
    });
    const { out } = await runCli(named, [...own, 'docs/overview.md', '--profile', 'team.yml']);
    expect(out).toContain('warning has-owner');
  });

  it('do not run on standard input, nor with --no-rule-modules, and then nobody complains about their names', async () => {
    const harmful = "globalThis.process.stdout.write('ran');\n";
    const folder = await temporaryFolder({
      ...project(harmful, 'rule_modules: rules/own.mjs\nrules: { has-owner: error }\n'),
      'overview.md': `<!-- asbuilt-ignore has-owner: nobody does -->\n${document}`,
    });
    const without = await runCli(folder, ['check', '--no-rule-modules', '--quiet']);
    expect(without).toMatchObject({ err: '', out: expect.not.stringContaining('has-owner') });
    const piped = await runCli(folder, ['check', '-', ...fewRules], { input: () => Promise.resolve(document) });
    expect(piped.err).toBe(`asbuilt: the rule modules of ${profileFile} are not run on standard input.\n`);
    expect(piped.out).toBe('0 errors, 0 warnings in <stdin>\n');
  });

  it('do not run for a caller that did not ask for them, as the tools of coding agents', async () => {
    const folder = await temporaryFolder(project("globalThis.process.stdout.write('ran');\n"));
    const { io, outcome } = captured(folder);
    const code = await run({ args: ['overview.md'], options: { format: 'json', rule: 'timeouts-nest' } }, io);
    expect(outcome(code)).toMatchObject({ code: 0, err: '', out: expect.stringContaining('"findings": []') });
  });

  it('are explained as the others are', async () => {
    const folder = await temporaryFolder(project(ruleModule()));
    expect((await runCli(folder, ['explain'])).out).toMatch(/\nhas-owner +The overview names its owner\n$/);
    const { out } = await runCli(folder, ['explain', 'has-owner']);
    expect(out).toBe(
      `# The overview names its owner\n\nA rule of this project, warning: \`${folder}/rules/own.mjs\`. A page \`has-owner.md\` beside it would stand here.\n`,
    );
    const paged = await temporaryFolder({ ...project(ruleModule()), 'rules/has-owner.md': '# Owners\n' });
    expect((await runCli(paged, ['explain', 'has-owner'])).out).toBe('# Owners\n');
    expect((await runCli(paged, ['explain', 'has-ovner'])).err).toContain('Did you mean has-owner?');
    expect((await runCli(paged, ['explain', '--no-rule-modules'])).out).not.toContain('has-owner');
  });
});
