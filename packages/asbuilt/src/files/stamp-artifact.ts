import type { Artifact } from '@asbuilt/core/artifacts';
import type { Model } from '@asbuilt/core/model';
import { drawnStatements } from './drawn-statements.ts';
import { stamp } from './stamp.ts';

/** What an artifact's stamp is made of. */
export interface Stamped {
  readonly artifact: Pick<Artifact, 'comment' | 'draws'>;
  /** The name of the overview's file. */
  readonly source: string;
  readonly model: Model;
}

/** The text of an artifact with its stamp; that of a picture says what it shows, since drawing it again takes long. */
export function stampArtifact(body: string, { artifact, source, model }: Stamped): string {
  const drawn = artifact.comment === 'svg' ? drawnStatements(artifact, model) : undefined;
  return stamp(body, artifact.comment, source, drawn);
}
