import { z } from '../sdk.ts';
import { capture } from '../session.ts';
import { type Tool, tool } from '../tool.ts';

/** `asbuilt explain` */
export const explainTool: Tool = tool({
  name: 'explain',
  title: 'Explain a rule',
  description:
    'Returns the page of a rule as Markdown: what must hold, why, a wrong and a right example. Without a rule it lists all of them with their sentences.',
  input: { rule: z.string().min(1).optional().describe('The name of a rule, as findings have it: timeouts-nest') },
  answer: async ({ rule }, { commands, folder }) => {
    const { out } = await capture(commands.explain, folder, rule === undefined ? [] : [rule]);
    return { text: out };
  },
});
