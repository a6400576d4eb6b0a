import { artifacts } from '@asbuilt/core/artifacts';
import { rules } from '@asbuilt/core/check';
import { type CoverageSource, coverage, enforces } from '@asbuilt/core/derive';
import type { Evidence, Stage, Stated } from '@asbuilt/core/model';
import { simulates } from '@asbuilt/core/simulate';

/** What each stage says that it holds; what is proven is for inspections to say. */
const holds: CoverageSource['holds'] = {
  drawn: artifacts.flatMap((artifact) => artifact.draws),
  checked: rules.flatMap((rule) => rule.holds),
  simulated: simulates,
  enforced: enforces,
};

/** The stages that a statement reaches, in their order. */
export function stagesOf(stated: Stated<unknown>, evidence: readonly Evidence[]): readonly Stage[] {
  const { statements } = coverage({ statements: [stated], prose: [], length: 0, holds, evidence });
  return statements.flatMap(({ stages }) => stages);
}
