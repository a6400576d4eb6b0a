import type { Hole, Reference } from '#model/index';
import { labelledOf } from './fields.ts';
import { path, text } from './notation.ts';
import { say, sayPath } from './rows.ts';
import type { Section } from './section.ts';

/** Section 2: what the overview builds on. */
export const references: Section<'references'> = {
  stem: 'references',
  read: (parts, reading) => ({
    references: labelledOf(parts).flatMap(({ labelRun, rest }): Reference<Hole>[] => {
      const place = ['references', labelRun.plain];
      const target = reading.state([...place, 'path'], rest, path);
      const name = target && reading.state([...place, 'name'], labelRun, text);
      return name === undefined || target === undefined ? [] : [{ name, path: target }];
    }),
  }),
  print: ({ references: all }) =>
    all.map((reference) => `- ${say(reference.name, text)}: ${sayPath(reference.path)}`).join('\n'),
};
