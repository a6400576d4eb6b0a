import type { Readable } from 'node:stream';
import type { Milliseconds } from '@asbuilt/core/model';
import { codeOf } from '#files/failure';

const lookEveryMs: Milliseconds = 1_000;

/** 0 after the editor said that it would end (`shutdown`), 1 when it ended without a word. */
export type LspExitCode = 0 | 1;

/** How long the server lives: until `exit`, the end of its input, the end of the editor's process, or a signal. */
export interface Lifetime {
  readonly ended: Promise<LspExitCode>;
  /** What the connection tells: the protocol's own `WatchDog`. */
  readonly watchDog: {
    shutdownReceived: boolean;
    initialize(params: { readonly processId: number | null }): void;
    exit(code: number): void;
  };
  /** Ends with the process of this id. */
  readonly follow: (processId: number) => void;
}

/** Watches everything that ends the server. */
export function lifetimeOf(input: Readable, signal: AbortSignal): Lifetime {
  const timers: NodeJS.Timeout[] = [];
  const follow = (processId: number): void => {
    const look = (): void => {
      if (!runs(processId)) leave();
    };
    timers.push(setInterval(look, lookEveryMs).unref());
  };
  const watchDog: Lifetime['watchDog'] = {
    shutdownReceived: false,
    initialize: ({ processId }) => {
      if (processId !== null) follow(processId);
    },
    exit: () => leave(),
  };
  const gone = new AbortController();
  const ended = new Promise<LspExitCode>((resolve) => {
    gone.signal.addEventListener('abort', () => resolve(watchDog.shutdownReceived ? 0 : 1), { once: true });
  });
  const leave = (): void => {
    for (const timer of timers) clearInterval(timer);
    gone.abort();
  };
  input.once('end', leave).once('close', leave);
  signal.addEventListener('abort', leave, { once: true });
  if (signal.aborted) leave();
  return { ended, watchDog, follow };
}

/** Whether there is such a process, be it one that we may not send signals to. */
function runs(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return codeOf(error) !== 'ESRCH';
  }
}
