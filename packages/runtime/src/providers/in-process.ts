import type { Run, Start } from '#supervisor/run';
import type { LocalServer } from './local-server.ts';

/** Something inside of this process that is ready: it ends with it, or when it is stopped, and never by itself. */
function runInProcess(server: LocalServer): Run {
  return { target: server.target, ended: new Promise(() => {}), stop: () => server.close() };
}

/** A start of it. */
export function startInProcess(open: (log: (line: string) => void) => Promise<LocalServer>): Start {
  return async (starting) => {
    const server = await open((text) => starting.line(text, 'stdout'));
    const { signal } = starting;
    if (!signal.aborted) return runInProcess(server);
    await server.close();
    throw signal.reason;
  };
}
