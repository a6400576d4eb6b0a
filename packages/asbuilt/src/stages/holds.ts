import { artifacts } from '@asbuilt/core/artifacts';
import { rules } from '@asbuilt/core/check';
import { type CoverageSource, enforces } from '@asbuilt/core/derive';
import { simulates } from '@asbuilt/core/simulate';

/** What each stage says that it holds; what is proven is for inspections to say. */
export const holds: CoverageSource['holds'] = {
  drawn: artifacts.flatMap((artifact) => artifact.draws),
  checked: rules.flatMap((rule) => rule.holds),
  simulated: simulates,
  enforced: enforces,
};
