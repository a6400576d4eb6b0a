import { bullets, under } from '../print/markdown.ts';
import type { Chapter } from './chapter.ts';

/** What an agent may do in this project, and what it must not. */
export const guardrails: Chapter = {
  title: 'Agents',
  draws: ['guardrails/**'],
  blocks: ({ overview: { guardrails: rules } }) => [
    ...under(3, 'Actions', bullets(rules.actions)),
    ...under(3, 'Guardrails', bullets(rules.guardrails)),
  ],
};
