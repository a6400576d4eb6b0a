import { nameOf } from './found.ts';
import type { Manifest } from './manifest.ts';
import { type ComposeService, readCompose } from './readers/compose.ts';
import { type Dockerfile, readDockerfile } from './readers/dockerfile.ts';
import { type EnvEntry, readEnvExample } from './readers/env-example.ts';
import { readGoMod } from './readers/go-mod.ts';
import { readPackageJson } from './readers/package-json.ts';
import { readPyproject, readRequirements } from './readers/python-manifest.ts';
import type { Repository } from './repository.ts';

/** What the files of a repository say about the system, each with its place. */
export interface Facts {
  readonly files: readonly string[];
  readonly manifests: readonly Manifest[];
  readonly compose: readonly ComposeService[];
  readonly dockerfiles: readonly Dockerfile[];
  /** The example environments, the repository's own folder first. */
  readonly environment: readonly EnvEntry[];
}

/** Folders whose packages are no part of the system: what shows, tests or describes it. */
const beside =
  /(?:^|\/)(?:examples?|samples?|fixtures?|tests?|__tests__|e2e|bench(?:marks)?|templates?|playground|docs|node_modules|vendor)\//i;

const composeName = /^(?:docker-)?compose\.ya?ml$/;
const dockerfileName = /^(?:Dockerfile|Containerfile)$/;
const envName = /^\.env\.(?:example|sample|template|dist)$/;

/** Reads every file of a repository that says something about services, ports, frameworks and databases. */
export async function readFacts(repository: Repository): Promise<Facts> {
  const files = repository.files.filter((file) => !beside.test(file));
  const each = async <T>(wanted: RegExp, read: (file: string, text: string) => T): Promise<readonly T[]> => {
    const found: T[] = [];
    for (const file of files.filter((path) => wanted.test(nameOf(path)))) {
      const text = await repository.read(file);
      if (text !== undefined) found.push(read(file, text));
    }
    return found;
  };
  const manifests = [
    ...(await each(/^package\.json$/, readPackageJson)),
    ...(await each(/^pyproject\.toml$/, readPyproject)),
    ...(await each(/^requirements[\w.-]*\.txt$/, readRequirements)),
    ...(await each(/^go\.mod$/, readGoMod)),
  ];
  return {
    files: repository.files,
    manifests: manifests.filter((manifest) => manifest !== undefined),
    compose: (await each(composeName, readCompose)).flat(),
    dockerfiles: await each(dockerfileName, readDockerfile),
    environment: (await each(envName, readEnvExample)).flat(),
  };
}
