import type { Notation } from '@asbuilt/core/model';
import { describe, expect, it } from 'vitest';
import { valueText } from '#lsp/value-text';

const cases: readonly (readonly [unknown, Notation, string])[] = [
  [30_000, 'duration', '30 s'],
  [90_000, 'duration', '1.5 min'],
  [250, 'duration', '250 ms'],
  [0, 'duration', '0 ms'],
  [0.999, 'percent', '99.9 %'],
  [43.2, 'minutes', '43.2 min a month'],
  [1_200, 'money', '$1,200 a month'],
  [8e9, 'memory', '8 GB'],
  [3, 'count', '3'],
  [true, 'tick', 'yes'],
  ['Desk', 'name', 'Desk'],
  [{ hole: 'token', text: '{{HTTP_PORT}}' }, 'port', 'open: {{HTTP_PORT}}'],
  [{ hole: 'decision', text: '[a/b]', options: ['a', 'b'] }, 'text', 'open: a or b'],
];

describe('the value of a statement in words', () => {
  it.each(cases)('%j, a %s, is said as %s', (value, notation, said) => {
    expect(valueText({ id: 'x', value, notation, span: { from: 0, to: 0 } })).toBe(said);
  });
});
