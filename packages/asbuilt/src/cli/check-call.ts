import type { Mended } from '#check/fix';
import type { CheckRequest, Outcome } from '#check/request';
import type { CheckOptions } from './check-options.ts';
import type { Invocation, Io } from './command.ts';

/** One run of `asbuilt check`. */
export interface CheckCall {
  readonly invocation: Invocation;
  readonly options: CheckOptions;
  readonly request: CheckRequest;
  readonly io: Io;
}

/** What came of all files. */
export interface Tried {
  readonly outcomes: readonly Outcome[];
  /** Whether the user asked for several files, be it that there is only one. */
  readonly areSeveral: boolean;
  /** What was repaired before; absent where nothing was to be. */
  readonly mended?: readonly Mended[];
}
