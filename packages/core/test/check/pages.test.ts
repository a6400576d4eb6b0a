import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { check, rules } from '../../src/check/index.ts';
import { type Surroundings, subjectOf } from './subject.ts';

const folder = new URL('../../../../docs/rules/', import.meta.url);
const sources = new URL('../../src/check/rules/', import.meta.url);
const stems = (where: URL, ending: string): string[] =>
  readdirSync(where).flatMap((name) => (name.endsWith(ending) ? [name.slice(0, -ending.length)] : []));
const page = (name: string): string => readFileSync(new URL(`${name}.md`, folder), 'utf8');

interface Example {
  readonly holds: boolean;
  readonly text: string;
  readonly surroundings: Surroundings;
}

/** `<!-- wrong -->` or `<!-- right, files: a.md b.md -->` or `<!-- wrong, stale: a.md -->` and the block below it; a block of YAML is a profile. */
function examples(text: string): Example[] {
  const pattern = /<!-- (wrong|right)(?:, (files|stale): ([^>]*))? -->\n```(markdown|yaml)\n([^]*?)\n```\n/g;
  return [...text.matchAll(pattern)].map(([, kind, about, paths = '', language, body = '']) => ({
    holds: kind === 'right',
    text: language === 'yaml' ? '' : `${body}\n`,
    surroundings: {
      files: about === 'files' ? paths.trim().split(' ') : [],
      ...(about === 'stale' && { derived: paths.split(' ').map((path) => ({ path, state: 'stale' }) as const) }),
      ...(language === 'yaml' && { profile: `${body}\n` }),
    },
  }));
}

describe('the pages of the rules', () => {
  it('are one for each rule, and each rule is one file of that name', () => {
    const names = rules.map(({ name }) => name).toSorted();
    expect(stems(folder, '.md').toSorted()).toEqual(names);
    expect(stems(sources, '.ts').toSorted()).toEqual(names);
  });

  it.each(rules)('begin with the sentence that must hold: $name', ({ name, sentence }) => {
    expect(page(name).split('\n')[0]).toBe(`# ${sentence}`);
  });

  it.each(rules)('say why, how to mend it, and when it does not apply: $name', ({ name }) => {
    const withoutExamples = page(name).replaceAll(/^```[^]*?^```$/gm, '');
    expect(withoutExamples.match(/^## .*$/gm)).toEqual(['## Why', '## How to mend it', '## When it does not apply']);
  });

  it.each(rules)('show the finding in the wrong example and none in the right one: $name', ({ name }) => {
    const found = examples(page(name)).map(({ holds, text, surroundings }) => ({
      holds,
      found: check(subjectOf(text, surroundings)).some(({ rule }) => rule === name),
    }));
    expect(found).toEqual([
      { holds: false, found: true },
      { holds: true, found: false },
    ]);
  });
});
