import { setTimeout as pause } from 'node:timers/promises';
import type { SystemStatus } from '@asbuilt/runtime';
import { type Io, UsageError } from './command.ts';
import type { RemoteSystem } from './remote-system.ts';
import { statusTable } from './status-table.ts';

const everyMs = 1_000;

/** Shows the status every second until Ctrl-C: in place at a terminal, else one JSON object a line. Returns when the system is gone. */
export async function watchStatus(system: RemoteSystem, io: Io, asJson: boolean): Promise<void> {
  const show = asJson ? (status: SystemStatus) => io.out(`${JSON.stringify(status)}\n`) : drawer(io);
  io.endsOnInterrupt?.();
  while (!io.signal.aborted) {
    const status = await system.status().catch(goneIfUnreachable);
    if (status === undefined) {
      if (!asJson) io.out('The system is stopped.\n');
      return;
    }
    show(status);
    await pause(everyMs, undefined, { signal: io.signal }).catch(() => undefined);
  }
}

/** `fetch` fails with a `TypeError` where nobody listens (any more). */
function goneIfUnreachable(error: unknown): undefined {
  if (error instanceof TypeError) return undefined;
  throw error;
}

/** Draws over what it drew before; what does not fit into the terminal is left out. */
function drawer(io: Io): (status: SystemStatus) => void {
  const { size } = io;
  if (size === undefined)
    throw new UsageError('--watch needs a terminal to draw in: use --watch --json, or asbuilt status without it.');
  let drawn = 0;
  let before: { readonly status: SystemStatus; readonly at: number } | undefined;
  return (status) => {
    const { columns, rows } = size();
    const at = performance.now();
    const text = statusTable(status, {
      color: io.color,
      columns,
      ...(before && { before: { status: before.status, ms: at - before.at } }),
    });
    before = { status, at };
    const lines = fitted(text.trimEnd().split('\n'), rows);
    // Each line is cleared behind its end, not before it is written: nothing flickers.
    const frame = lines.map((line) => `${line}\u001b[K\n`).join('');
    io.out(`${drawn === 0 ? '' : `\u001b[${drawn}F`}${frame}\u001b[J`);
    drawn = lines.length;
  };
}

/** The last row stays free for the cursor. */
function fitted(lines: readonly string[], rows: number): readonly string[] {
  if (lines.length < rows) return lines;
  const shown = Math.max(1, rows - 2);
  return [...lines.slice(0, shown), `… ${lines.length - shown} more lines`];
}
