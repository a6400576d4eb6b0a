import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { check, type DerivedFile, findingsText, type Rule, rules } from '../../src/check/index.ts';
import type { Evidence } from '../../src/model/index.ts';
import { localFile, profileFile, type Surroundings, subjectOf } from './subject.ts';

/**
 * rules/<name>/<case>.md is a document, rules/<name>/<case>.txt what is printed about it. Beside it may stand
 * <case>.profile.yml and <case>.local.yml, <case>.files.txt (the project's files, one a line) or <case>.files.json (with their
 * texts), <case>.derived.json and <case>.evidence.json.
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

function surroundingsOf(one: Case): Surroundings {
  const profile = beside(one, '.profile.yml');
  const local = beside(one, '.local.yml');
  const texts = beside(one, '.files.json');
  const files = texts === undefined ? beside(one, '.files.txt')?.trim().split('\n') : textsIn(texts);
  const derived: DerivedFile[] | undefined = JSON.parse(beside(one, '.derived.json') ?? 'null') ?? undefined;
  const evidence: Evidence[] | undefined = JSON.parse(beside(one, '.evidence.json') ?? 'null') ?? undefined;
  return {
    ...(profile !== undefined && { profile }),
    ...(local !== undefined && { local }),
    ...(files !== undefined && { files }),
    ...(derived !== undefined && { derived }),
    ...(evidence !== undefined && { evidence }),
  };
}

function textsIn(json: string): ReadonlyMap<string, string> {
  const texts: Record<string, string> = JSON.parse(json);
  return new Map(Object.entries(texts));
}

describe('a document', () => {
  it.each(cases)('is reported as it should be: $rule.name/$name', async (one) => {
    const text = beside(one, '.md') ?? '';
    const around = surroundingsOf(one);
    const others = new Map([
      ...(around.files !== undefined && 'get' in around.files ? around.files : []),
      [profileFile, around.profile ?? ''],
      [localFile, around.local ?? ''],
    ]);
    const found = check(subjectOf(text, around), [one.rule], rules);
    const printed = findingsText('overview.md', text, found, { others });
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
