import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { check, findingsText, type Rule, rules } from '../../src/check/index.ts';
import type { Evidence } from '../../src/model/index.ts';
import { localFile, profileFile, subjectOf } from './subject.ts';

/**
 * rules/<name>/<case>.md is a document, rules/<name>/<case>.txt what is printed about it. Beside it may stand
 * <case>.profile.yml and <case>.local.yml, <case>.files.txt (the project's files, one a line) and <case>.evidence.json.
 */
const folder = new URL('rules/', import.meta.url);

interface Case {
  readonly rule: Rule;
  readonly name: string;
}

const cases: Case[] = rules.flatMap((rule) =>
  readdirSync(new URL(`${rule.name}/`, folder))
    .filter((file) => file.endsWith('.md'))
    .map((file) => ({ rule, name: basename(file, '.md') })),
);

function beside({ rule, name }: Case, ending: string): string | undefined {
  const file = new URL(`${rule.name}/${name}${ending}`, folder);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

describe('a document', () => {
  it.each(cases)('is reported as it should be: $rule.name/$name', async (one) => {
    const text = beside(one, '.md') ?? '';
    const profile = beside(one, '.profile.yml');
    const local = beside(one, '.local.yml');
    const files = beside(one, '.files.txt')?.trim().split('\n');
    const evidence: Evidence[] | undefined = JSON.parse(beside(one, '.evidence.json') ?? 'null') ?? undefined;
    const subject = subjectOf(text, {
      ...(profile !== undefined && { profile }),
      ...(local !== undefined && { local }),
      ...(files !== undefined && { files }),
      ...(evidence !== undefined && { evidence }),
    });
    const others = new Map([
      [profileFile, profile ?? ''],
      [localFile, local ?? ''],
    ]);
    const printed = findingsText('overview.md', text, check(subject, [one.rule], rules), { others });
    await expect(printed).toMatchFileSnapshot(`rules/${one.rule.name}/${one.name}.txt`);
  });

  it('stands for each rule where it holds and where it does not', () => {
    for (const { name } of rules) {
      const printed = cases.filter(({ rule }) => rule.name === name).map((one) => beside(one, '.txt') ?? '');
      expect(
        printed.some((text) => text.startsWith('0 errors, 0 warnings in')),
        `${name} holds somewhere`,
      ).toBe(true);
      expect(
        printed.some((text) => text.includes(` ${name}\n`)),
        `${name} is broken somewhere`,
      ).toBe(true);
    }
  });
});
