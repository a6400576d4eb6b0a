import { EditorState, Text } from '@codemirror/state';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineEndingOf } from '#editor/line-ending';

describe('the line ending that the editor works with', () => {
  it.each([
    ['one\r\ntwo\r\n', '\r\n'],
    ['one\ntwo\n', '\n'],
    ['one\r\ntwo\n', '\n'],
    ['one\r\ntwo\r', '\n'],
    ['one', '\n'],
    ['', '\n'],
  ])('of %j is %j', (text, ending) => {
    expect(lineEndingOf(text)).toBe(ending);
  });

  it('lets the editor give back every text byte for byte', () => {
    const text = fc.array(fc.constantFrom('a', '\n', '\r\n', '\r', 'é')).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, (original) => {
        const ending = lineEndingOf(original);
        const state = EditorState.create({
          doc: Text.of(original.split(ending)),
          extensions: EditorState.lineSeparator.of(ending),
        });
        expect(state.sliceDoc()).toBe(original);
      }),
    );
  });
});
