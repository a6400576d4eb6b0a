import { CompletionContext, type CompletionResult } from '@codemirror/autocomplete';
import { EditorState } from '@codemirror/state';
import { describe, expect, it } from 'vitest';
import { createAnalyser } from '#editor/analysis';
import { completeNames } from '#editor/complete-names';
import { starterText } from '#overviews/starter';

const { model } = createAnalyser()(starterText('Shop'));

function complete(doc: string, isExplicit = false): CompletionResult | null {
  return completeNames(() => model)(new CompletionContext(EditorState.create({ doc }), doc.length, isExplicit));
}

describe('completing names', () => {
  it.each(['| Dat', '1. Front', '- Fr'])('offers the participants after %j', (doc) => {
    expect(complete(doc)?.options.map(({ label }) => label)).toEqual(
      expect.arrayContaining(['Frontend', 'API', 'Database']),
    );
  });

  it('begins at the word that is being typed', () => {
    expect(complete('1. User → Fro')?.from).toBe('1. User → '.length);
  });

  it('stays out of prose unless it is asked for', () => {
    expect(complete('The Front')).toBeNull();
    expect(complete('The Front', true)?.from).toBe(4);
  });

  it('offers nothing before a letter is typed', () => {
    expect(complete('| ')).toBeNull();
  });
});
