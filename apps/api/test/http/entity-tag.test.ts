import { describe, expect, test } from 'vitest';
import { entityTag, expectedVersions, isHeld, requireVersion } from '../../src/http/entity-tag.ts';
import { Problem } from '../../src/http/problem.ts';

describe('an entity tag', () => {
  test('changes with version, status and counts', () => {
    const overview = { version: 3, status: 'draft', errors: null, warnings: null } as const;
    expect(entityTag(overview)).toBe('"3-draft"');
    expect(entityTag({ ...overview, status: 'in_progress' })).toBe('"3-in_progress"');
    expect(entityTag({ ...overview, errors: 2, warnings: 0 })).toBe('"3-draft-2-0"');
  });
});

describe('If-None-Match', () => {
  test.each([
    ['the tag', '"3-draft"', true],
    ['the tag as a proxy weakened it', 'W/"3-draft"', true],
    ['one of several', '"1-draft", "3-draft"', true],
    ['anything', '*', true],
    ['another tag', '"2-draft"', false],
    ['nothing', undefined, false],
  ])('with %s', (_, header, held) => {
    expect(isHeld(header, '"3-draft"')).toBe(held);
  });
});

describe('If-Match', () => {
  test.each([
    ['a bare version', '"3"', [3]],
    ['the tag of an older status', '"3-draft"', [3]],
    ['the tag with counts', '"3-draft-2-0"', [3]],
    ['several tags', '"2", "3-review"', [2, 3]],
    ['a weak tag, which cannot match', 'W/"3"', []],
    ['a tag that is not ours, which cannot match', '"three"', []],
    ['anything', '*', 'any'],
  ])('admits the version of %s', (_, header, versions) => {
    expect(expectedVersions(header)).toEqual(versions);
  });

  test('is asked for when it is missing', () => {
    expect(() => expectedVersions(undefined)).toThrow(
      expect.objectContaining({ kind: 'version-missing', status: 428 }),
    );
  });

  test.each(['3', '"3" "4"', '"3', '3-draft', ',', ''])('refuses %s, which is no tag', (header) => {
    expect(() => expectedVersions(header)).toThrow(expect.objectContaining({ kind: 'request-malformed', status: 400 }));
  });

  test('lets only the versions pass that it admits', () => {
    expect(() => requireVersion('any', 9)).not.toThrow();
    expect(() => requireVersion([2, 3], 3)).not.toThrow();
    expect(() => requireVersion([2], 3)).toThrow(Problem);
    expect(() => requireVersion([], 3)).toThrow('The overview is at version 3, and the request changes another one');
  });
});
