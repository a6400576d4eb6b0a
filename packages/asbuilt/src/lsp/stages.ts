import { coverage } from '@asbuilt/core/derive';
import type { Evidence, Stage, Stated } from '@asbuilt/core/model';
import { holds } from '#stages/holds';

/** The stages that a statement reaches, in their order. */
export function stagesOf(stated: Stated<unknown>, evidence: readonly Evidence[]): readonly Stage[] {
  const { statements } = coverage({ statements: [stated], prose: [], length: 0, holds, evidence });
  return statements.flatMap(({ stages }) => stages);
}
