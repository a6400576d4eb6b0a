import type { Boundary, Hole } from '#model/index';
import { labelledOf, printGroup } from './fields.ts';
import { text } from './notation.ts';
import { type Part, partsNamed } from './parts.ts';
import type { Reading } from './reading.ts';
import { say } from './rows.ts';
import type { Section } from './section.ts';

/** Section 3: what the system consists of, and what outside of it it talks to. */
export const context: Section<'boundaries' | 'integrations'> = {
  stem: 'context',
  read: (parts, reading) => ({
    boundaries: readEntries(partsNamed(parts, 'system boundaries', 'boundaries'), reading, 'boundary'),
    integrations: readEntries(
      partsNamed(parts, 'external integrations', 'integrations', 'external systems'),
      reading,
      'integration',
    ),
  }),
  print: ({ boundaries, integrations }) =>
    [
      ...printGroup('System Boundaries', boundaries.map(printEntry)),
      ...printGroup('External Integrations', integrations.map(printEntry)),
    ].join('\n\n'),
};

function readEntries(parts: readonly Part[], reading: Reading, kind: string): Boundary<Hole>[] {
  return labelledOf(parts).flatMap(({ labelRun, rest }) => {
    const place = ['context', kind, labelRun.plain];
    const name = reading.state([...place, 'name'], labelRun, text);
    const description = reading.state([...place, 'description'], rest, text);
    return name === undefined || description === undefined ? [] : [{ name, description }];
  });
}

function printEntry({ name, description }: Boundary<Hole>): string {
  return `- ${say(name, text)}: ${say(description, text)}`;
}
