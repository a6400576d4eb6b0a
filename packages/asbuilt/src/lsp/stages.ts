import { artifacts } from '@asbuilt/core/artifacts';
import { rules } from '@asbuilt/core/check';
import { enforces } from '@asbuilt/core/derive';
import { fits, type Stage, type StatementPattern, stages } from '@asbuilt/core/model';
import { simulates } from '@asbuilt/core/simulate';

/** What each stage says that it holds, before anything was proven. */
const holds: Readonly<Record<Exclude<Stage, 'proven'>, readonly StatementPattern[]>> = {
  drawn: artifacts.flatMap((artifact) => artifact.draws),
  checked: rules.flatMap((rule) => rule.holds),
  simulated: simulates,
  enforced: enforces,
};

/** The stages that a statement reaches by its kind, in their order. Whether it was proven, an inspection has to say. */
export function stagesOf(id: string): readonly Stage[] {
  return stages.filter((stage) => stage !== 'proven' && holds[stage].some((pattern) => fits(id, pattern)));
}
