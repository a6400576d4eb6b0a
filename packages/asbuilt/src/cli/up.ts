import { plan } from '@asbuilt/core/derive';
import { environment } from '#config';
import type { Project } from '#files/project';
import { readSecrets } from '#files/secrets';
import { type Io, type Run, UsageError } from './command.ts';
import { importRuntime, type Runtime } from './import-runtime.ts';
import { flag } from './options.ts';
import { projectOf } from './project-of.ts';
import { sentence } from './sentence.ts';
import { jsonOutput, pipedOutput, terminalOutput, type UpOutput } from './up-output.ts';

/** Runs the system by its overview and profile, until Ctrl-C. */
export const run: Run = async (invocation, io) => {
  const project = await projectOf(invocation, io);
  const runtime = await importRuntime(io.cwd);
  const output = outputOf(project, runtime, { io, json: flag(invocation, 'json') });
  const system = await bringUp(project, runtime, { io, output });
  if (system !== undefined) {
    output.up(system);
    await system.done;
  }
  output.stopped();
  return 0;
};

function outputOf(
  project: Project,
  runtime: Runtime,
  { io, json }: { readonly io: Io; readonly json: boolean },
): UpOutput {
  if (json) return jsonOutput(io);
  if (io.columns === undefined) return pipedOutput(io);
  const services = plan(project.model).services.map(({ name }) => name);
  return terminalOutput(io, runtime, services);
}

/** The running system; `undefined` when the start was interrupted. */
async function bringUp(
  project: Project,
  runtime: Runtime,
  { io, output }: { readonly io: Io; readonly output: UpOutput },
): Promise<Awaited<ReturnType<Runtime['up']>> | undefined> {
  const { file, directory, model, secretsPath } = project;
  const profile = requireProfile(project);
  try {
    // What the shell sets goes before what the secrets file sets.
    const secrets = await readSecrets(secretsPath);
    const env = { ...secrets, ...environment };
    const { say, hear, log } = output;
    return await runtime.up({
      file,
      directory,
      plan: plan(model, profile.profile),
      profile,
      env,
      secrets: Object.values(secrets).filter((value) => value !== undefined),
      say,
      hear,
      log,
      signal: io.signal,
    });
  } catch (error) {
    if (io.signal.aborted && error === io.signal.reason) return undefined;
    if (error instanceof runtime.ConfigurationError || error instanceof runtime.ServiceStartError)
      throw new UsageError(sentence(error.message));
    throw error;
  }
}

function requireProfile({ file, profile }: Project): NonNullable<Project['profile']> {
  if (profile !== undefined) return profile;
  throw new UsageError(
    `there is no profile for ${file}, so nothing says where its services run: write confer-agent.profile.yml beside it, or name one with --profile.`,
  );
}
