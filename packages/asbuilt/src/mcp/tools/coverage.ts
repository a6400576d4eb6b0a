import { answerBy } from '../session.ts';
import { overviewInput, requireInputInside, type Tool, tool } from '../tool.ts';

/** `asbuilt coverage --format json` */
export const coverageTool: Tool = tool({
  name: 'coverage',
  title: 'How far each statement gets',
  description:
    'Returns for every statement of an Architecture Overview which stages it reaches (drawn, checked, simulated, enforced, proven), the counts of each section, and the text that is prose only.',
  input: { file: overviewInput.file },
  answer: async ({ file }, session) => {
    await requireInputInside(session, { file });
    return answerBy(session, 'coverage', file, {});
  },
});
