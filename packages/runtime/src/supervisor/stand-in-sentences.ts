import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { StandIn } from '@asbuilt/core/derive';
import { describeStandIn } from '#providers/stand-ins';
import type { ServiceSetup } from './service-setup.ts';
import type { UpOptions } from './up-options.ts';

/** What answers for services that the profile binds nothing to. */
export function standInSentences(
  services: readonly ServiceSetup[],
  { profile, directory }: UpOptions,
): readonly string[] {
  const wantsNone = profile.profile.standIns?.value === 'no';
  return services.flatMap(({ name, runs }) => {
    if (runs.kind === 'stand-in')
      return [
        `${name} has no binding: a stand-in answers (${describeStandIn(runs.standIn)})`,
        ...withoutContract(name, runs.standIn, directory),
      ];
    if (runs.kind !== 'unbound' || wantsNone) return [];
    return [`${name} has no binding, and nothing that could stand in for it; say in ${profile.file} where it runs`];
  });
}

/** Looked for once: it is read at each call, so that it may be written while the system runs. */
function withoutContract(name: string, standIn: StandIn, directory: string): readonly string[] {
  if (standIn.kind !== 'contract' || existsSync(resolve(directory, standIn.contract))) return [];
  return [
    `There is no ${standIn.contract} yet, so every call of ${name} is answered 501; write it, or bind ${name} in the profile`,
  ];
}
