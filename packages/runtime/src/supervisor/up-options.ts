import type { SystemPlan } from '@asbuilt/core/derive';
import type { ProfileDraft } from '@asbuilt/core/model';

/** What a system is run by. */
export interface UpOptions {
  /** Path of the overview, as the user wrote it. */
  readonly file: string;
  readonly plan: SystemPlan;
  /** `http_port` and the services' bindings come from here. */
  readonly profile: ProfileDraft;
  /** The overview's folder: commands start here, their `cwd` counts from here. */
  readonly directory: string;
  /** Where the running system keeps its own files; `.asbuilt` in the overview's folder when absent. */
  readonly stateDirectory?: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Values that are kept out of the log and of what is told: those of the secrets file. */
  readonly secrets?: readonly string[];
  /** Receives what happens, one sentence at a time, without a line end. */
  readonly say: (line: string) => void;
  /** Receives each line that a service's command writes, `API#2` being an instance. The log has it anyway, and what a provider's server writes too. */
  readonly hear?: (service: string, line: string) => void;
  /** Receives each line of the log, JSON with its line end, as well as the file `log.jsonl` in the state directory. */
  readonly log?: (line: string) => void;
  /** Stops the system, or its start. */
  readonly signal?: AbortSignal;
}
