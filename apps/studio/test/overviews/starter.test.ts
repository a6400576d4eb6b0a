import { check } from '@asbuilt/core/check';
import { link, read } from '@asbuilt/core/overview';
import { describe, expect, it } from 'vitest';
import { starterText } from '#overviews/starter';

describe('the starter', () => {
  it('holds against every rule', () => {
    const draft = read(starterText('Shop'));
    expect(check({ file: 'overview.md', draft, model: link(draft) })).toEqual([]);
  });

  it('is read to the last value: nothing of its tables and lists is prose', () => {
    const draft = read(starterText('Shop'));
    expect(draft.prose.map(({ text }) => text).filter((text) => /^[|\d-]/.test(text))).toEqual([]);
    expect(draft.problems).toEqual([]);
    expect(draft.holes).toEqual([]);
  });

  it('carries the name it was given', () => {
    expect(read(starterText('Web\n shop')).overview.capsule.project?.value).toBe('Web shop');
  });
});
