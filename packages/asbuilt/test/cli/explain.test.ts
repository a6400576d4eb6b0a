import { readFile } from 'node:fs/promises';
import { rules } from '@asbuilt/core/check';
import { describe, expect, it } from 'vitest';
import { terminalPage } from '../../src/cli/terminal-page.ts';
import { runCli } from './support/run-cli.ts';

const escapes = new RegExp(String.raw`${String.fromCharCode(27)}\[\d+m`, 'g');

describe('asbuilt explain', () => {
  it.each(rules.map(({ name }) => name))('prints the page of %s', async (name) => {
    const page = await readFile(new URL(`../../../../docs/rules/${name}.md`, import.meta.url), 'utf8');
    expect(await runCli('/', ['explain', name])).toEqual({ code: 0, out: page, err: '' });
  });

  it('dresses the page for a terminal', async () => {
    const { out } = await runCli('/', ['explain', 'timeouts-nest'], { color: true });
    expect(out).toMatch(escapes);
    const words = out.replaceAll(escapes, '');
    expect(words).toContain('Why\n');
    expect(words).not.toMatch(/^(?:#|```|<!--)/m);
  });

  it('lists every rule with its sentence when none is named', async () => {
    const { code, out } = await runCli('/', ['explain']);
    expect(code).toBe(0);
    for (const { name, sentence } of rules) expect(out).toMatch(new RegExp(`^${name} +${sentence.slice(0, 5)}`, 'm'));
    expect(out.trimEnd().split('\n')).toHaveLength(rules.length);
  });

  it.each([
    ['timeout-nest', ' Did you mean timeouts-nest?'],
    ['xyzzy', ''],
    ['constructor', ''],
  ])('says of %s that there is no such rule', async (name, hint) => {
    expect(await runCli('/', ['explain', name])).toEqual({
      code: 2,
      out: '',
      err: `asbuilt: there is no rule ${name}.${hint} asbuilt explain lists them all.\n`,
    });
  });
});

describe('a page on a terminal', () => {
  it('sets code off, names examples and loses no word', () => {
    const page = '# One `x` holds\n\nSee [it](a.md), **now**.\n\n<!-- wrong -->\n```markdown\n# not a heading\n```\n';
    const shown = 'One x holds\n\nSee it (a.md), now.\n\n  wrong:\n    │ # not a heading\n';
    expect(terminalPage(page, { columns: 80, color: false })).toBe(shown);
    expect(terminalPage(page, { columns: 80, color: true }).replaceAll(escapes, '')).toBe(shown);
  });

  it('fills the lines of the terminal, list items hanging', () => {
    const page = 'one two\nthree **four** five\n\n- six seven\n  eight nine ten\n- eleven\n';
    const shown = 'one two three\nfour five\n\n- six seven\n  eight nine\n  ten\n- eleven\n';
    expect(terminalPage(page, { columns: 13, color: true }).replaceAll(escapes, '')).toBe(shown);
  });
});
