import type { Rule } from '../rule.ts';

/** All of the text: what the reader had to leave out (broken front matter, a line without end) cannot be held against anything. */
export const documentIsReadable: Rule = {
  name: 'document-is-readable',
  sentence: 'Every part of the document can be read',
  severity: 'error',
  holds: [],
  check({ draft }, report) {
    for (const { message, span } of draft.problems) {
      report({ message, span, help: 'Mend this part first: what it states is missing from every other check.' });
    }
  },
};
