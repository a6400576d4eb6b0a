import { artifacts } from '@asbuilt/core/artifacts';
import { rules } from '@asbuilt/core/check';
import { type CoverageSource, enforcedBy } from '@asbuilt/core/derive';
import type { Model, Profile } from '@asbuilt/core/model';
import { simulates } from '@asbuilt/core/simulate';

/** What each stage says that it holds, whatever the profile says. */
const always: Omit<CoverageSource['holds'], 'enforced'> = {
  drawn: artifacts.flatMap((artifact) => artifact.draws),
  checked: rules.flatMap((rule) => rule.holds),
  simulated: simulates,
};

/** What each stage holds of an overview that runs by this profile; what is proven is for inspections to say. */
export function holdsOf(model: Model, profile: Profile | undefined): CoverageSource['holds'] {
  return { ...always, enforced: enforcedBy(model, profile) };
}
