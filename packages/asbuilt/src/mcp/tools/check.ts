import { answerBy } from '../session.ts';
import { overviewInput, requireInputInside, type Tool, tool } from '../tool.ts';

/** `asbuilt check --format json` */
export const checkTool: Tool = tool({
  name: 'check',
  title: 'Check an overview',
  description:
    'Holds an Architecture Overview against the rules. Returns the findings with rule, severity, message, place (1-based lines and columns), the other places involved and what to do next. Call it after every change of an overview; it holds when "errors" is 0.',
  input: overviewInput,
  answer: async ({ file, profile }, session) => {
    await requireInputInside(session, { file, profile });
    return answerBy(session, 'check', file, { profile });
  },
});
