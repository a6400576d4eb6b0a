import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as runtime from '@asbuilt/runtime';
import { codeOf } from '#files/failure';
import { UsageError } from './command.ts';

/** What runs systems: a package of its own, since it brings servers along. */
export type Runtime = typeof runtime;

const name = '@asbuilt/runtime';

/**
 * Loads the runtime when it is first needed: the one beside this tool, else the one of the project in `cwd`, which `npx` does not put
 * beside it. Throws a `UsageError` with the command that installs it when there is neither.
 */
export async function importRuntime(cwd: string): Promise<Runtime> {
  try {
    return await import('@asbuilt/runtime');
  } catch (error) {
    if (!isMissing(error)) throw error;
    return importFrom(cwd);
  }
}

async function importFrom(cwd: string): Promise<Runtime> {
  const entry = entryIn(cwd);
  if (entry === undefined) {
    throw new UsageError(`running a system needs the package ${name}: install it with "npm install ${name}".`);
  }
  const found: Runtime = await import(pathToFileURL(entry).href);
  return found;
}

function entryIn(cwd: string): string | undefined {
  try {
    return createRequire(join(cwd, 'overview.md')).resolve(name);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** Whether the runtime itself was not found, rather than something that it needs. */
function isMissing(error: unknown): boolean {
  const code = codeOf(error);
  const notFound = code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND';
  return notFound && error instanceof Error && error.message.includes(`'${name}'`);
}
