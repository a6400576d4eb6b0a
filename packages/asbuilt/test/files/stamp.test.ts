import { createHash } from 'node:crypto';
import { assert, constantFrom, dictionary, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stamp, stampState, withoutStamp } from '#files/stamp';

const forms = constantFrom('markdown' as const, 'mermaid' as const, 'svg' as const, 'hash' as const);
const anyText = string({ unit: 'binary' });

describe('the stamp', () => {
  it('is one comment line that names the source and the hash of the rest', () => {
    const hash = createHash('sha256').update('# Title\n').digest('hex');
    expect(stamp('# Title\n', 'markdown', 'overview.md')).toBe(
      `<!-- derived by asbuilt from overview.md, sha256 ${hash} -->\n# Title\n`,
    );
    expect(stamp('# Title\n', 'mermaid', 'overview.md')).toBe(
      `%% derived by asbuilt from overview.md, sha256 ${hash}\n# Title\n`,
    );
  });

  it('fits what it was made for, whatever the text and the name are, and can be taken off again', () => {
    assert(
      property(anyText, forms, anyText, (body, form, name) => {
        const stamped = stamp(body, form, name);
        expect(stampState(stamped)).toBe('intact');
        expect(withoutStamp(stamped)).toBe(body);
        expect(stamped.indexOf('\n')).toBe(stamped.length - body.length - 1);
      }),
    );
  });

  it('is the first field of a JSON text, which stays JSON', () => {
    assert(
      property(dictionary(string(), anyText, { minKeys: 1 }), anyText, (fields, name) => {
        const body = `${JSON.stringify(fields, null, 2)}\n`;
        const stamped = stamp(body, 'json', name);
        expect(stampState(stamped)).toBe('intact');
        expect(withoutStamp(stamped)).toBe(body);
        const first: unknown = JSON.parse(stamped);
        expect(first).toMatchObject({ 'x-derived': expect.stringMatching(/^derived by asbuilt from /) });
        expect(stampState(stamped.replace(/\n\}\n$/, ',\n  "more": 1\n}\n'))).toBe('edited');
        expect(stampState(stamped.replaceAll('\n', '\r\n'))).toBe('intact');
      }),
    );
  });

  it.each(['a-->b.md', '--!>.md', '{init}.md', 'two\nlines.md'])(
    'stays one comment when the overview is called %j',
    (name) => {
      const [line = ''] = stamp('x', 'markdown', name).split('\n');
      expect(line.slice(4, -3)).not.toMatch(/--|[<>{}]/);
    },
  );

  it('does not fit a text that was edited', () => {
    assert(
      property(anyText, forms, (body, form) => {
        expect(stampState(`${stamp(body, form, 'overview.md')}x`)).toBe('edited');
      }),
    );
  });

  it('still fits when version control has changed the line ends', () => {
    const stamped = stamp('# Title\n\ntext\n', 'markdown', 'overview.md');
    expect(stampState(stamped.replaceAll('\n', '\r\n'))).toBe('intact');
  });

  it('is missing where the first line is no stamp', () => {
    expect(stampState('# My own file\n')).toBe('none');
    expect(stampState('')).toBe('none');
    expect(stampState(`\n${stamp('x', 'markdown', 'overview.md')}`)).toBe('none');
  });
});
