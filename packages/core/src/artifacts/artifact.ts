import type { Model, Profile, StatementPattern } from '#model/index';

/** Everything that an artifact is derived from. The same source always gives the same bytes. */
export interface ArtifactSource {
  /** Name of the overview's file, for the "derived from" line. */
  readonly file: string;
  readonly model: Model;
  /** Where the services run; absent where there is no profile. */
  readonly profile?: Profile;
}

/** How a file says in its first line that it is derived; JSON, which has no comments, says it in a field. */
export type CommentForm = 'markdown' | 'mermaid' | 'svg' | 'hash' | 'json';

/** A file that is derived from the overview. */
export interface Artifact {
  /** Where it is written, relative to the overview's folder. */
  readonly path: string;
  /** Whether it is written even when neither the overview nor anybody asks for it. */
  readonly isDefault: boolean;
  /** How it says that it is derived; `files/` stamps it. */
  readonly comment: CommentForm;
  /** The statements that it shows. */
  readonly draws: readonly StatementPattern[];
  /** The file's text, without the stamp, ending in a newline. */
  readonly derive: (source: ArtifactSource) => string;
  /**
   * What becomes of a file that people go on writing: the text that stands there, with what is derived laid into it.
   * Undefined where that text is nothing of the kind. Without this function a file belongs to the overview alone.
   */
  readonly laidInto?: (found: string, derived: string) => string | undefined;
}
