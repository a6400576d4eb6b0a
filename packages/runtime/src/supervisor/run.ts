import type { Address } from '#gateway/address';
import type { Ending } from './ending.ts';
import type { OutputStream } from './launch.ts';

/** Something that was started and is ready. */
export interface Run {
  readonly target: Address;
  readonly pid?: number;
  /** Settles when it ends by itself. */
  readonly ended: Promise<Ending>;
  /** Ends it and clears up what it left; must be called after it ended by itself, too. */
  stop(): Promise<void>;
}

/** What a start tells while it is under way. */
export interface Starting {
  /** Gives up the start. */
  readonly signal: AbortSignal;
  /** It has a process, leader of its own group, which is not ready yet. Await it before anything else. */
  started(pid: number, target: Address): Promise<void>;
  /** It wrote a line. */
  line(text: string, stream: OutputStream): void;
}

/** Starts it, waits until it is ready, and leaves nothing behind when that fails. */
export type Start = (starting: Starting) => Promise<Run>;
