import { codeOf } from '#files/failure';
import { UsageError } from './command.ts';
import { importBeside, importOf, type Runtime, runtimeName } from './runtime-package.ts';

export type { Runtime };

/**
 * Loads the runtime when it is first needed: the one beside this tool, else the one of the project in `cwd`, which `npx` does not put
 * beside it. Throws a `UsageError` with the command that installs it when there is neither.
 */
export async function importRuntime(cwd: string): Promise<Runtime> {
  return (
    (await unlessMissing(importBeside)) ??
    (await unlessMissing(() => importOf(cwd))) ??
    missing(`running a system needs the package ${runtimeName}: install it with "npm install ${runtimeName}".`)
  );
}

async function unlessMissing(load: () => Promise<Runtime>): Promise<Runtime | undefined> {
  try {
    return await load();
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

function missing(sentence: string): never {
  throw new UsageError(sentence);
}

/** Whether the runtime itself was not found, rather than something that it needs. */
function isMissing(error: unknown): boolean {
  const code = codeOf(error);
  const notFound = code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND';
  return notFound && error instanceof Error && error.message.includes(`'${runtimeName}'`);
}
