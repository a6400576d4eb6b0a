import { answerBy } from '../session.ts';
import { overviewInput, requireInputInside, type Tool, tool } from '../tool.ts';

/** `asbuilt model --format json` */
export const modelTool: Tool = tool({
  name: 'model',
  title: 'Read an overview as data',
  description:
    'Returns everything that an Architecture Overview states as data: services, request flow, failure modes, caches, scaling, security, costs, threats, objectives, file map, guardrails. Durations are in milliseconds, shares from 0 to 1, memory in bytes, money in US dollars a month, or as an amount with its currency.',
  input: { file: overviewInput.file },
  answer: async ({ file }, session) => {
    await requireInputInside(session, { file });
    return answerBy(session, 'model', file, {});
  },
});
