import { artifacts } from '@asbuilt/core/artifacts';
import { array, assert, asyncProperty, constantFrom, oneof, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diagramsOf } from './diagrams.ts';
import { nastyText } from './nasty-text.ts';
import { modelOf, overviewText } from './overviews.ts';
import { parseMermaid } from './real-mermaid.ts';

const lines = overviewText('parcel-desk').split('\n');

/** Documents made of the lines of a real one in any order, with anything in between. */
const documents = array(oneof({ weight: 8, arbitrary: constantFrom(...lines) }, nastyText), { maxLength: 80 }).map(
  (parts) => parts.join('\n'),
);

/** A real document with nasty text in the place of any of its words. */
const disfigured = array(nastyText, { minLength: 1, maxLength: 6 }).map((texts) => {
  let count = 0;
  return overviewText('nasty-names').replace(/\b(?:end|things|loop|par|note|this|code|stars)\b/g, () =>
    (texts[count++ % texts.length] ?? '').replace(/[\n\r|]/g, ' '),
  );
});

function derivedFrom(text: string): readonly string[] {
  const source = { file: 'overview.md', model: modelOf(text) };
  return artifacts.map(({ derive }) => derive(source));
}

describe('every artifact', () => {
  it('is derived from any text whatever, ending in one newline', () => {
    assert(
      property(oneof(string({ unit: 'binary' }), documents, disfigured), (text) => {
        for (const derived of derivedFrom(text)) expect(derived).toMatch(/\S\n$/);
      }),
    );
  });

  it('is the same for the same text', () => {
    assert(
      property(documents, (text) => {
        expect(derivedFrom(text)).toEqual(derivedFrom(text));
      }),
    );
  });

  it('has diagrams that Mermaid understands, whatever the names are', async () => {
    await assert(
      asyncProperty(oneof(documents, disfigured), async (text) => {
        for (const diagram of diagramsOf(text)) await expect(parseMermaid(diagram.text)).resolves.toBe(diagram.kind);
      }),
      { numRuns: 50 },
    );
  });
});
