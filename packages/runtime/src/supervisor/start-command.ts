import type { Address } from '#gateway/open-edge';
import { expand } from './command-line.ts';
import type { CommandSetup, Environment } from './command-setup.ts';
import { describeEnding, type Ending } from './ending.ts';
import { freePort, reservePort } from './free-port.ts';
import { waitUntilHealthy } from './health.ts';
import { type Launched, launch } from './launch.ts';
import { messageOf } from './message-of.ts';
import { endGroup } from './process-group.ts';
import type { Start, Starting } from './run.ts';
import { runOnce } from './run-once.ts';

/** What a command finds its neighbours by. */
export interface Surroundings {
  readonly controlUrl: string;
  /** The variables that carry the addresses of its outgoing edges; asked at every start. */
  readonly edgeAddresses: () => Environment;
  /** Takes what nobody is to read out of what it writes. */
  readonly redact: (text: string) => string;
}

/** How many of its last lines an error quotes. */
const quotedLines = 5;

/** A start of a command: on a free port, in a process group of its own, ready when its health path says so. */
export function startCommand(command: CommandSetup, surroundings: Surroundings): Start {
  return async (starting) => {
    const target: Address = { host: '127.0.0.1', port: await portOf(command) };
    const lastLines: string[] = [];
    const process = await launch(
      program(command, environment(command, surroundings, target), (stream, written) => {
        const text = surroundings.redact(written);
        lastLines.push(text);
        if (lastLines.length > quotedLines) lastLines.shift();
        starting.line(text, stream);
      }),
    );
    const stop = runOnce(() => endGroup(process.pid));
    try {
      await starting.started(process.pid, target);
      await ready(command, { process, target, starting, lastLines });
    } catch (error) {
      await stop();
      throw error;
    }
    return { target, pid: process.pid, ended: process.ended, stop };
  };
}

async function portOf({ port }: CommandSetup): Promise<number> {
  if (port === undefined) return freePort();
  await reservePort(port).catch((cause: unknown) => {
    throw new Error(
      `port ${port}, which it listens on, cannot be had (${messageOf(cause)}); stop what has it, or mend port:`,
      { cause },
    );
  });
  return port;
}

/** The environment of a command: what it inherits, then where it listens, then what the profile gives it, then what is ours alone. */
function environment(command: CommandSetup, { controlUrl, edgeAddresses }: Surroundings, target: Address): Environment {
  return {
    HOST: target.host,
    ...command.env,
    PORT: String(target.port),
    ...edgeAddresses(),
    ASBUILT_CONTROL_URL: controlUrl,
  };
}

function program(
  command: CommandSetup,
  env: Environment,
  line: Parameters<typeof launch>[0]['line'],
): Parameters<typeof launch>[0] {
  const args = expand(command.words, env).slice(1);
  return { file: command.program, args, cwd: command.cwd, env, deathSignal: 'TERM', line };
}

interface Youth {
  readonly process: Launched;
  readonly target: Address;
  readonly starting: Starting;
  readonly lastLines: readonly string[];
}

/** Waits for health; a process that ends before is not waited for. */
async function ready(command: CommandSetup, { process, target, starting, lastLines }: Youth): Promise<void> {
  const died = new AbortController();
  void process.ended.then((ending) => died.abort(new Error(obituary(ending, lastLines))));
  await waitUntilHealthy({
    address: target,
    ...(command.health !== undefined && { path: command.health }),
    withinMs: command.startsWithinMs,
    signal: AbortSignal.any([died.signal, starting.signal]),
  });
}

function obituary(ending: Ending, lastLines: readonly string[]): string {
  const words = lastLines.length === 0 ? 'it wrote nothing' : `its last words: ${lastLines.join(' | ')}`;
  return `it ${describeEnding(ending)} before it was ready; ${words}`;
}
