import { coverage } from '@asbuilt/core/derive';
import type { Stage, Stated } from '@asbuilt/core/model';
import { holdsOf } from '#stages/holds';
import type { Analysis } from './analysis.ts';

/** The stages that a statement reaches, in their order. */
export function stagesOf(stated: Stated<unknown>, { evidence, model, project }: Analysis): readonly Stage[] {
  const holds = holdsOf(model, project?.profile?.profile);
  const { statements } = coverage({ statements: [stated], prose: [], length: 0, holds, evidence });
  return statements.flatMap(({ stages }) => stages);
}
