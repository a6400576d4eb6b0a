import * as fc from 'fast-check';

/** What one may type or paste: much of it changes how what follows is read. */
const snippets = fc.oneof(
  fc.constantFrom(
    '',
    'a',
    '7',
    '\n',
    '\n\n',
    '|',
    '`',
    '```\n',
    '**',
    '- ',
    '## ',
    '# Costs\n',
    '\n## Services\n',
    '> ',
    '---\n',
    '---',
    ': ',
    '\t',
    '    ',
    '<!-- ',
    '-->',
    '<div>',
    '[x]: y\n',
    '[Redis/BullMQ]',
    '{{TOKEN}}',
    '| a | b |\n|---|---|\n| 1 | 2 |\n',
    '1. API → Database (query)\n',
    '\r\n',
    '=',
    '===\n',
    '\\',
  ),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
);

export interface Edit {
  readonly at: number;
  readonly length: number;
  readonly text: string;
}

/** Some edits, one after the other. */
export const edits: fc.Arbitrary<Edit[]> = fc.array(
  fc.record<Edit>({
    at: fc.nat(),
    length: fc.oneof(fc.constant(0), fc.nat({ max: 30 }), fc.nat({ max: 3_000 })),
    text: snippets,
  }),
  { minLength: 1, maxLength: 6 },
);

export function edited(text: string, { at, length, text: typed }: Edit): string {
  const from = at % (text.length + 1);
  return text.slice(0, from) + typed + text.slice(from + length);
}
