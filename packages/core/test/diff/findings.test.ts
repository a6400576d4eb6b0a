import { describe, expect, it } from 'vitest';
import { diff } from '#diff/diff';
import type { VersionFinding } from '#diff/difference';
import { shop, versionOf } from './shop.ts';

/** A finding about a word of a text. */
const about = (text: string, word: string, message: string): VersionFinding => ({
  rule: 'some-rule',
  severity: 'error',
  message,
  span: { from: text.indexOf(word), to: text.indexOf(word) + word.length },
});

const longer = shop.replace('| Sells |', '| Sells much |');

describe('findings of two versions', () => {
  it('are the same when one rule speaks about one statement, wherever it stands and whatever its numbers', () => {
    const before = versionOf(shop, [about(shop, '99.95%', 'it is 5 s')]);
    const after = versionOf(longer, [about(longer, '99.95%', 'it is 6 s')]);
    expect(diff(before, after)).toMatchObject({ appeared: [], gone: [] });
  });

  it('appear, and go away', () => {
    const [one, other] = [about(shop, '10s', 'too long'), about(longer, '4s', 'too short')];
    const { appeared, gone } = diff(versionOf(shop, [one]), versionOf(longer, [other]));
    expect([appeared, gone]).toEqual([[other], [one]]);
  });

  it('are counted: a second one of the same kind is a new one', () => {
    const one = about(shop, 'Shop', 'bad');
    const { appeared } = diff(versionOf(shop, [one]), versionOf(shop, [one, one]));
    expect(appeared).toEqual([one]);
  });

  it('follow a name that was changed', () => {
    const renamed = shop.replaceAll('API', 'Gateway');
    const before = versionOf(shop, [about(shop, '# Shop', 'API is slow')]);
    const after = versionOf(renamed, [about(renamed, '# Shop', 'Gateway is slow')]);
    expect(diff(before, after)).toMatchObject({ appeared: [], gone: [] });
  });

  it('are not compared where one version was not checked', () => {
    const { appeared, gone } = diff(versionOf(shop), versionOf(shop, [about(shop, '10s', 'too long')]));
    expect([appeared, gone]).toEqual([[], []]);
  });
});
