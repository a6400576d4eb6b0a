import { createHash } from 'node:crypto';
import type { Artifact } from '@asbuilt/core/artifacts';
import { fits, type Model, type Stated, statementsOf } from '@asbuilt/core/model';

/**
 * What of an overview an artifact shows, as a short hash: it changes when one of those statements does, and with nothing else.
 * So one can tell whether a picture is of the overview as it is now without laying it out again.
 */
export function drawnStatements({ draws }: Pick<Artifact, 'draws'>, model: Model): string {
  const byStem = new Map<string, string[]>();
  for (const pattern of draws) byStem.set(stemOf(pattern), [...(byStem.get(stemOf(pattern)) ?? []), pattern]);
  const isDrawn = ({ id }: Stated<unknown>): boolean =>
    byStem.get(stemOf(id))?.some((pattern) => fits(id, pattern)) === true;
  const shown = statementsOf(model.overview).filter(isDrawn);
  const hash = createHash('sha256');
  for (const { id, value } of shown) hash.update(`${JSON.stringify([id, value])}\n`);
  return hash.digest('hex').slice(0, 16);
}

function stemOf(id: string): string {
  return id.split('/', 1)[0] ?? '';
}
