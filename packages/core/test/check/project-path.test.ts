import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { read } from '#overview/read';
import { anchors } from '../../src/check/headings.ts';
import { linkTarget, projectPath } from '../../src/check/project-path.ts';

describe('a link target', () => {
  it.each([
    ['docs/a.md', { kind: 'path', path: 'docs/a.md' }],
    ['./docs//a.md#goals', { kind: 'path', path: 'docs/a.md' }],
    ['/docs/a.md?plain=1', { kind: 'path', path: 'docs/a.md' }],
    ['docs/x/../a%20b.md', { kind: 'path', path: 'docs/a b.md' }],
    ['docs/', { kind: 'path', path: 'docs' }],
    ['.', { kind: 'path', path: '' }],
    ['100%.md', { kind: 'path', path: '100%.md' }],
    ['../other/a.md', { kind: 'outside' }],
    ['docs/../../a.md', { kind: 'outside' }],
    ['#goals', { kind: 'heading', heading: 'goals' }],
    ['#%C3%BCber', { kind: 'heading', heading: 'über' }],
    ['https://example.org/a.md', { kind: 'elsewhere' }],
    ['mailto:a@example.org', { kind: 'elsewhere' }],
    ['//example.org/a.md', { kind: 'elsewhere' }],
  ] as const)('%s leads to %o', (target, expected) => {
    expect(linkTarget(target)).toEqual(expected);
  });

  it('is read without failing, whatever it is, and never names a path with dots in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (target) => {
        const found = linkTarget(target);
        const parts = found.kind === 'path' ? found.path.split('/') : [];
        expect(parts).not.toContain('..');
      }),
    );
  });
});

describe('a path that is written as text', () => {
  it('is not decoded and has no query', () => {
    expect(projectPath('./a%20b#c?.md')).toEqual({ kind: 'path', path: 'a%20b#c?.md' });
  });
});

describe('the anchors of a document', () => {
  it.each([
    ['# One Two', ['one-two']],
    ['## 11a. Threat Modeling: *the* `list` ##', ['11a-threat-modeling-the-list']],
    ['# A & B', ['a--b']],
    ['# _A_ __b__ snake_case_name', ['a-b-snake_case_name']],
    ['# Über [alles](x.md) 数据', ['über-alles-数据']],
    ['# A\n\n# A\n\n## A', ['a', 'a-1', 'a-2']],
    ['Title\n=====\n\nSub\n---', ['title', 'sub']],
    ['a\r\n\r\n# B\r\n', ['b']],
    ['#no heading\n\n    # code', []],
    ['````md\n```\n# no\n```\n````\n# yes', ['yes']],
    ['~~~\n# no\n', []],
    ['<a name="by-hand"></a>\n<h2 class="x" id=\'own\'>', ['by-hand', 'own']],
  ])('of %j are %j', (text, expected) => {
    expect([...anchors(read(text))]).toEqual(expected);
  });
});
