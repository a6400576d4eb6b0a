import type { RunningSystem, UpOptions } from '@asbuilt/runtime';
import { createColors } from 'picocolors';
import type { Io } from './command.ts';
import type { Runtime } from './import-runtime.ts';
import { printable } from './printable.ts';
import { type StatusLook, statusTable } from './status-table.ts';

/** How `asbuilt up` tells what happens. */
export interface UpOutput extends Required<Pick<UpOptions, 'say' | 'hear' | 'log'>> {
  /** The system is up. */
  up(system: RunningSystem): void;
  /** It is stopped again. */
  stopped(): void;
}

/** For people at a terminal: sentences, and the services' lines with their names before them. */
export function terminalOutput(io: Io, runtime: Runtime, services: readonly string[]): UpOutput {
  const { dim, cyan, yellow, red } = createColors(io.color);
  // Names of instances may be longer: `API#2`.
  let width = Math.max(0, ...services.map((name) => name.length));
  const paint = { info: (text: string) => text, warn: yellow, error: red };
  return {
    ...sentences(io),
    hear: (service, line) => {
      const { level, message } = runtime.serviceLine(line);
      width = Math.max(width, service.length);
      io.out(`${cyan(service.padEnd(width))} ${dim('│')} ${paint[level](message)}\n`);
    },
    log: (line) => {
      const event = gatewayEvent(line);
      if (event !== undefined) io.out(`${yellow(event)}\n`);
    },
  };
}

/** For a file or another program to keep: sentences, and the log as JSON lines. */
export function pipedOutput(io: Io): UpOutput {
  return { ...sentences(io), hear: () => {}, log: (line) => (isSaid(line) ? undefined : io.out(line)) };
}

/** For other programs alone: every line is JSON. */
export function jsonOutput(io: Io): UpOutput {
  const event = (fields: object): void =>
    io.out(`${JSON.stringify({ level: 'info', time: new Date().toISOString(), ...fields })}\n`);
  return {
    say: () => {},
    hear: () => {},
    log: (line) => io.out(line),
    up: (system) =>
      event({ event: 'up', entryUrl: system.entryUrl, controlUrl: system.controlUrl, ...system.status() }),
    stopped: () => event({ event: 'stopped' }),
  };
}

function sentences(io: Io): Pick<UpOutput, 'say' | 'up' | 'stopped'> {
  const { bold, green } = createColors(io.color);
  return {
    say: (line) => io.out(`${printable(line)}\n`),
    up: (system) => {
      io.out(`\n${statusTable(system.status(), lookOf(io))}\n`);
      io.out(
        `${green('The system is up')} at ${bold(system.entryUrl)} (control server: ${system.controlUrl}). Ctrl-C stops it.\n\n`,
      );
    },
    stopped: () => io.out('The system is stopped.\n'),
  };
}

function lookOf({ color, columns }: Io): StatusLook {
  return { color, ...(columns !== undefined && { columns }) };
}

/** Whether a line of the log is about a service, but not from it: those are said as sentences. */
function isSaid(line: string): boolean {
  return line.includes('"service":') && !line.includes('"stream":');
}

/** What a line of the log says about an edge that is not about one request or connection, as a sentence. */
function gatewayEvent(line: string): string | undefined {
  const entry: unknown =
    line.includes('"edge":') && !/"msg":"(?:request|connection|call)"/.test(line) ? JSON.parse(line) : undefined;
  if (typeof entry !== 'object' || entry === null || !('edge' in entry) || !('msg' in entry)) return undefined;
  const instance = 'instance' in entry ? `#${String(entry.instance)}` : '';
  return `${String(entry.edge)}${instance}: ${String(entry.msg)}`;
}
