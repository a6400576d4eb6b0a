import { JSDOM } from 'jsdom';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { fewRules, overview } from './support/documents.ts';
import { runCli } from './support/run-cli.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const broken = overview({ databaseTimeout: '12s' });

const sarif = z.object({
  version: z.literal('2.1.0'),
  runs: z.tuple([
    z.object({
      tool: z.object({
        driver: z.object({
          semanticVersion: z.string(),
          rules: z.array(
            z.object({
              id: z.string(),
              helpUri: z.url().optional(),
              help: z.object({ markdown: z.string() }).optional(),
            }),
          ),
        }),
      }),
      invocations: z.tuple([z.object({ executionSuccessful: z.boolean() })]),
      results: z.array(z.object({ ruleId: z.string() })),
    }),
  ]),
});

describe('asbuilt check --format', () => {
  it('sarif has every rule with its page, and says what could not be read', async () => {
    const folder = await temporaryFolder({ 'overview.md': broken });
    const { code, out } = await runCli(folder, ['check', '--format', 'sarif', ...fewRules]);
    expect(code).toBe(1);
    const [run] = sarif.parse(JSON.parse(out)).runs;
    expect(run.results).toEqual([{ ruleId: 'timeouts-nest' }]);
    const nest = run.tool.driver.rules.find(({ id }) => id === 'timeouts-nest');
    expect(nest?.help?.markdown).toMatch(/^# [^]*## Why/);
    expect(nest?.helpUri).toMatch(/^file:.*\/timeouts-nest\.md$/);
    const failed = await runCli(folder, ['check', 'overview.md', 'none.md', '--format', 'sarif']);
    expect(failed.code).toBe(2);
    expect(sarif.parse(JSON.parse(failed.out)).runs[0].invocations[0].executionSuccessful).toBe(false);
  });

  it('sarif has the rules that were asked for alone', async () => {
    const folder = await temporaryFolder({ 'overview.md': broken });
    const { out } = await runCli(folder, ['check', '--format', 'sarif', '--rule', 'flows-return']);
    const [run] = sarif.parse(JSON.parse(out)).runs;
    expect(run.tool.driver.rules.map(({ id }) => id)).toEqual(['flows-return']);
    expect(run.results).toEqual([]);
  });

  it('github annotates the lines, and is silent where all holds', async () => {
    const folder = await temporaryFolder({ 'overview.md': broken, 'sound.md': overview() });
    const { code, out } = await runCli(folder, ['check', '--format', 'github', ...fewRules]);
    expect(code).toBe(1);
    expect(out).toMatch(
      /^::error file=overview\.md,line=31,endLine=31,col=37,endColumn=39,title=timeouts-nest::.*%0A.*\n$/,
    );
    expect(await runCli(folder, ['check', 'sound.md', '--format', 'github', ...fewRules])).toEqual({
      code: 0,
      out: '',
      err: '',
    });
  });

  it('junit has a suite for each file', async () => {
    const folder = await temporaryFolder({ 'overview.md': broken, 'sound.md': overview() });
    const { code, out } = await runCli(folder, [
      'check',
      'overview.md',
      'sound.md',
      '--format',
      'junit',
      '--rule',
      'timeouts-nest',
    ]);
    expect(code).toBe(1);
    const page = new JSDOM(out, { contentType: 'application/xml' }).window.document;
    const suites = [...page.querySelectorAll('testsuite')];
    expect(
      suites.map((suite) => [suite.getAttribute('name'), suite.getAttribute('tests'), suite.getAttribute('failures')]),
    ).toEqual([
      ['overview.md', '1', '1'],
      ['sound.md', '1', '0'],
    ]);
  });

  it('is one of five words', async () => {
    const folder = await temporaryFolder({ 'overview.md': broken });
    expect(await runCli(folder, ['check', '--format', 'xml'])).toEqual({
      code: 2,
      out: '',
      err: 'asbuilt: --format xml is not known here: use text, json, sarif, github or junit.\n',
    });
  });
});
