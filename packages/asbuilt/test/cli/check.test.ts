import { describe, expect, it } from 'vitest';
import { fewRules, overview, profile } from './support/documents.ts';
import { runCli } from './support/run-cli.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const profileFile = 'confer-agent.profile.yml';

describe('asbuilt check', () => {
  it('exits with 0 when the overview holds', async () => {
    const folder = await temporaryFolder({ 'overview.md': overview(), [profileFile]: profile });
    expect(await runCli(folder, ['check', ...fewRules])).toEqual({
      code: 0,
      out: '0 errors, 0 warnings in overview.md\n',
      err: '',
    });
  });

  it('exits with 1 and names the place, the rule and the next step when it does not', async () => {
    const folder = await temporaryFolder({
      'overview.md': overview({ databaseTimeout: '12s' }),
      [profileFile]: profile,
    });
    const { code, out, err } = await runCli(folder, ['check', ...fewRules]);
    expect({ code, err }).toEqual({ code: 1, err: '' });
    expect(out).toContain('overview.md:31:37 error timeouts-nest\n');
    expect(out).toContain(' 31 │ | Desk down | High | Client retry | 10s |\n');
    expect(out).toMatch(/^help: /m);
    expect(out).toContain('1 error, 0 warnings in overview.md\n');
  });

  it('exits with 0 when there are only warnings', async () => {
    const text = overview({ status: 'draft' }).replace('takes parcels in |', '[what it does] |');
    const folder = await temporaryFolder({ 'overview.md': text, [profileFile]: profile });
    const { code, out } = await runCli(folder, ['check', ...fewRules]);
    expect(code).toBe(0);
    expect(out).toContain('warning decisions-are-made');
  });

  it('prints the same as data with --format json', async () => {
    const folder = await temporaryFolder({
      'overview.md': overview({ databaseTimeout: '12s' }),
      [profileFile]: profile,
    });
    const { code, out } = await runCli(folder, ['check', '--format', 'json', ...fewRules]);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toEqual({
      file: 'overview.md',
      findings: [
        {
          rule: 'timeouts-nest',
          severity: 'error',
          message: expect.any(String),
          line: 31,
          column: 37,
          endLine: 31,
          endColumn: 40,
          notes: expect.arrayContaining([expect.objectContaining({ line: 32 })]),
          help: expect.any(String),
        },
      ],
      errors: 1,
      warnings: 0,
    });
  });

  it('colours the findings only where colours are wanted', async () => {
    const folder = await temporaryFolder({
      'overview.md': overview({ databaseTimeout: '12s' }),
      [profileFile]: profile,
    });
    const plain = await runCli(folder, ['check', ...fewRules]);
    const coloured = await runCli(folder, ['check', ...fewRules], { color: true });
    const escapes = new RegExp(String.raw`${String.fromCharCode(27)}\[\d+m`, 'g');
    expect(coloured.out).toMatch(escapes);
    expect(coloured.out.replaceAll(escapes, '')).toBe(plain.out);
  });

  it('reads the document from standard input as "-"', async () => {
    const folder = await temporaryFolder({ [profileFile]: profile });
    const text = overview({ databaseTimeout: '12s' });
    const { code, out } = await runCli(folder, ['check', '-', ...fewRules], { input: () => Promise.resolve(text) });
    expect(code).toBe(1);
    expect(out).toContain('<stdin>:31:37 error timeouts-nest');
  });

  it('points into the profile when the fault is there', async () => {
    const folder = await temporaryFolder({ 'overview.md': overview(), [profileFile]: 'htp_port: 4810\n' });
    const { out } = await runCli(folder, ['check', ...fewRules]);
    expect(out).toContain(`${profileFile}:1:1 `);
    expect(out).toContain('profile-is-valid');
    expect(out).toContain(' 1 │ htp_port: 4810\n');
  });

  it('takes another profile with --profile', async () => {
    const folder = await temporaryFolder({ 'docs/overview.md': overview(), 'team.yml': 'http_port: 4999\n' });
    const { code, out } = await runCli(folder, ['check', 'docs/overview.md', '--profile', 'team.yml', ...fewRules]);
    expect(code).toBe(1);
    expect(out).toContain('ports-agree');
  });
});

describe('asbuilt check exits with 2', () => {
  it('when there is no such file', async () => {
    const { code, out, err } = await runCli(await temporaryFolder(), ['check', ...fewRules]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^asbuilt: overview\.md: there is no such file.*asbuilt new.*\n$/);
  });

  it('when the file is a folder', async () => {
    const { code, err } = await runCli(await temporaryFolder({ 'docs/overview.md': '' }), ['check', 'docs']);
    expect(code).toBe(2);
    expect(err).toMatch(/^asbuilt: docs is a folder.*\n$/);
  });

  it('when the profile that was named does not exist', async () => {
    const folder = await temporaryFolder({ 'overview.md': overview() });
    const { code, err } = await runCli(folder, ['check', '--profile', 'none.yml']);
    expect(code).toBe(2);
    expect(err).toMatch(/^asbuilt: none\.yml: there is no such file.*\n$/);
  });

  it('when there is no standard input to read', async () => {
    const { code, err } = await runCli(await temporaryFolder(), ['check', '-', ...fewRules]);
    expect({ code, err }).toEqual({ code: 2, err: 'asbuilt: there is no standard input to read here: name a file.\n' });
  });
});
