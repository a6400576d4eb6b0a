import { Console } from 'node:console';
import { resolve } from 'node:path';
import { guard } from '@asbuilt/core/guard';
import { tryFile } from '#files/failure';
import { realPlaceOf } from '#files/place';
import { surroundingsOf } from '#files/surroundings';
import { serveMcp } from '#mcp/server';
import type { Commands } from '#mcp/session';
import packageJson from '../../package.json' with { type: 'json' };
import { run as check } from './check.ts';
import type { Run } from './command.ts';
import { run as coverage } from './coverage.ts';
import { run as explain } from './explain.ts';
import { run as guardRun } from './guard.ts';
import { guardJson } from './guard-text.ts';
import { run as model } from './model.ts';
import { run as simulate } from './simulate.ts';

const commands: Commands = {
  check,
  model,
  coverage,
  explain,
  guard: guardRun,
  simulate,
  judge: (project, files, cwd) => {
    const verdicts = guard(project.model, { files }, surroundingsOf(project, cwd));
    return guardJson({ project, files, verdicts });
  },
};

/** Serves agents over standard input and output until the input ends. */
export const run: Run = async ({ args: [named = '.'] }, io) => {
  const folder = await tryFile(
    // With a dot behind it, a file is none.
    () => realPlaceOf(`${resolve(io.cwd, named)}/.`),
    (reason) => `${named} cannot be the working folder: ${reason}.`,
  );
  // Standard output belongs to the protocol: what a package prints by console must not get between its messages.
  globalThis.console = new Console(process.stderr);
  await serveMcp({
    version: packageJson.version,
    session: { folder, commands },
    input: process.stdin,
    output: process.stdout,
    signal: io.signal,
    log: (text) => io.err(`asbuilt mcp: ${text}\n`),
  });
  return 0;
};
