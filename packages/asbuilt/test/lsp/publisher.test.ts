import { describe, expect, it } from 'vitest';
import type { Diagnostic } from 'vscode-languageserver';
import { publisher } from '#lsp/publisher';

const start = { line: 0, character: 0 };
const found = (message: string): Diagnostic => ({ range: { start, end: start }, message });

function recorded(): { shown: ReturnType<typeof publisher>; sent: () => unknown[] } {
  let sent: unknown[] = [];
  const shown = publisher((uri, diagnostics, version) =>
    sent.push([uri, diagnostics.map(({ message }) => message), version]),
  );
  return {
    shown,
    sent: () => {
      const before = sent;
      sent = [];
      return before;
    },
  };
}

describe('publishing what was found', () => {
  it('names the version of the document, and none for other files', () => {
    const { shown, sent } = recorded();
    shown.publish(
      'a',
      7,
      new Map([
        ['a', [found('in a')]],
        ['profile', [found('in the profile')]],
      ]),
    );
    expect(sent()).toEqual([
      ['a', ['in a'], 7],
      ['profile', ['in the profile'], undefined],
    ]);
  });

  it('takes back what is not found any more, in other files too', () => {
    const { shown, sent } = recorded();
    shown.publish(
      'a',
      1,
      new Map([
        ['a', []],
        ['profile', [found('gone later')]],
      ]),
    );
    sent();
    shown.publish('a', 2, new Map([['a', []]]));
    expect(sent()).toEqual([
      ['a', [], 2],
      ['profile', [], undefined],
    ]);
  });

  it('keeps what another document found in the same profile', () => {
    const { shown, sent } = recorded();
    shown.publish('a', 1, new Map([['profile', [found('by a')]]]));
    shown.publish('b', 1, new Map([['profile', [found('by b')]]]));
    sent();
    shown.clear('a');
    expect(sent()).toEqual([['profile', ['by b'], undefined]]);
  });
});
