import { modelJson, modelJsonWithSpans } from '@asbuilt/core/overview';
import type { Run } from './command.ts';
import { flag, formatOf } from './options.ts';
import { projectOf } from './project-of.ts';

/** Prints an overview as data, or the document itself. */
export const run: Run = async (invocation, io) => {
  const format = formatOf(invocation, ['json', 'md']);
  const { draft, pages } = await projectOf(invocation, io);
  if (format === 'md') {
    io.out(pages.main.text);
    return 0;
  }
  const model = flag(invocation, 'spans') ? modelJsonWithSpans(draft, pages) : modelJson(draft);
  io.out(`${JSON.stringify(model, null, 2)}\n`);
  return 0;
};
