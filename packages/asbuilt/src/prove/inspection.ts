import type { Model, Profile } from '@asbuilt/core/model';
import type { Control } from './control.ts';
import type { Verdict } from './verdict.ts';

/** A running system, and what its document says of it. */
export interface Subject {
  readonly model: Model;
  /** Names the paths at which services tell that they are well. */
  readonly profile?: Profile;
  /** The page at the public entry that is asked for. */
  readonly entry: URL;
  /** The control server; absent where the system has none that one knows of. */
  readonly control?: Control;
  /** Tells people what takes a while. */
  readonly say: (line: string) => void;
  /** Aborted by whoever does not want to wait any longer: an inspection ends its faults and rejects with the reason. */
  readonly signal: AbortSignal;
}

/** Looks at a running system: a probe asks it something, a drill breaks a part of it for a while. */
export interface Inspection {
  /** Its file's stem. */
  readonly name: string;
  /** Answers with what it saw of each statement that it is about; none where the document states nothing of the kind. */
  readonly inspect: (subject: Subject) => Promise<readonly Verdict[]>;
}
