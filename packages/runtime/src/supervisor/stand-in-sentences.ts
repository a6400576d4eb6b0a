import { describeStandIn } from '#providers/stand-ins';
import type { ServiceSetup } from './service-setup.ts';
import type { UpOptions } from './up-options.ts';

/** What answers for services that the profile binds nothing to. */
export function standInSentences(services: readonly ServiceSetup[], { profile }: UpOptions): readonly string[] {
  const wantsNone = profile.profile.standIns?.value === 'no';
  return services.flatMap(({ name, runs }) => {
    if (runs.kind === 'stand-in')
      return [`${name} has no binding: a stand-in answers (${describeStandIn(runs.standIn)})`];
    if (runs.kind !== 'unbound' || wantsNone) return [];
    return [`${name} has no binding, and nothing that could stand in for it; say in ${profile.file} where it runs`];
  });
}
