import { afterAll, beforeAll } from 'vitest';
import { bundledTool } from './bundled.ts';
import { type Opened, open, sessionWith } from './editor.ts';
import type { SessionOptions } from './session.ts';

/** What a session begins with, beside the overview that is open in it. */
export interface Beginning {
  readonly files?: Readonly<Record<string, string>>;
  readonly options?: Partial<SessionOptions>;
}

/** For the tests of one file: a function that starts a session of the bundled tool with an overview open in it. */
export function sessions(): (text: string, beginning?: Beginning) => Promise<Opened> {
  let tool: Awaited<ReturnType<typeof bundledTool>> | undefined;
  beforeAll(async () => {
    tool = await bundledTool();
  });
  afterAll(() => tool?.remove());
  return async (text, { files, options } = {}) => {
    if (tool === undefined) throw new Error('the tool is bundled before all tests, not before that');
    const opened = await sessionWith(tool.script, files, options);
    await open(opened.connection, opened.uri, text);
    return opened;
  };
}
