import type { Hole, Stated } from '#model/index';
import { sliceInline } from '#text/inline';
import type { Inline } from '#text/tree';
import { stateEach } from './fields.ts';
import { text } from './notation.ts';
import { itemsOf, type Part, splitRun } from './parts.ts';
import type { Reading } from './reading.ts';
import { say } from './rows.ts';
import type { Section } from './section.ts';

/** Section 13: what an agent does, and what it must not do. */
export const guardrails: Section<'guardrails'> = {
  stem: 'guardrails',
  read: (parts, reading) => ({
    guardrails: {
      actions: readSentences(
        parts.filter(({ label }) => /^(?:ai |agent |allowed )*actions$/.test(label)),
        reading,
        'action',
      ),
      guardrails: readSentences(
        parts.filter(({ label }) => /^(?:ai |agent )*(?:guardrails|rules)$/.test(label)),
        reading,
        'guardrail',
      ),
    },
  }),
  print: ({ guardrails: { actions, guardrails: rules } }) =>
    [...printSentences('Actions', actions), ...printSentences('Guardrails', rules)].join('\n\n'),
};

/** Sentences separated by `;` after the label, or one a bullet. */
function readSentences(parts: readonly Part[], reading: Reading, kind: string): Stated<string | Hole>[] {
  const written = parts.flatMap(({ rest }) => (rest === undefined ? [] : splitRun(rest, ';')));
  const runs = [...written, ...itemsOf(parts).map(({ content }) => content)];
  return stateEach(runs.map(withoutFullStop), reading, ['guardrails', kind], text);
}

function withoutFullStop(run: Inline): Inline {
  return run.plain.endsWith('.') ? sliceInline(run, 0, run.plain.length - 1) : run;
}

function printSentences(label: string, sentences: readonly Stated<string | Hole>[]): string[] {
  return sentences.length === 0
    ? []
    : [`**${label}:** ${sentences.map((sentence) => say(sentence, text)).join('; ')}.`];
}
