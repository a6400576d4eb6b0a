import type { Address } from '#gateway/address';
import { onlyOnce } from '#gateway/only-once';
import { messageOf } from '#values/message-of';
import { expand } from './command-line.ts';
import type { CommandSetup, Environment } from './command-setup.ts';
import { ConfigurationError } from './configuration-error.ts';
import { describeEnding, type Ending } from './ending.ts';
import { onFreePort, reservePort } from './free-port.ts';
import { waitUntilHealthy } from './health.ts';
import { lastWords } from './last-words.ts';
import { type Launched, launch } from './launch.ts';
import { endGroup } from './process-group.ts';
import type { Run, Start, Starting } from './run.ts';

/** What a command finds its neighbours by. */
export interface Surroundings {
  readonly controlUrl: string;
  /** The variables that carry the addresses of its outgoing edges; asked at every start. */
  readonly edgeAddresses: () => Environment;
  /** Takes what nobody is to read out of what it writes. */
  readonly redact: (text: string) => string;
}

/** Among how many of its last lines an error looks for what to quote. */
const keptLines = 40;

/** A start of a command: on a free port, in a process group of its own, ready when its health path says so. */
export function startCommand(command: CommandSetup, surroundings: Surroundings): Start {
  return async (starting) => {
    const startOn = (port: number): Promise<Run> =>
      startAt({ host: '127.0.0.1', port }, { command, surroundings, starting });
    if (command.port === undefined) return onFreePort(startOn, starting.signal);
    await requirePort(command.port, command.name);
    return startOn(command.port.number);
  };
}

interface Birth {
  readonly command: CommandSetup;
  readonly surroundings: Surroundings;
  readonly starting: Starting;
}

async function startAt(target: Address, { command, surroundings, starting }: Birth): Promise<Run> {
  const lastLines: string[] = [];
  const process = await launch(
    program(command, environment(command, surroundings, target), (stream, written) => {
      const text = surroundings.redact(written);
      lastLines.push(text);
      if (lastLines.length > keptLines) lastLines.shift();
      starting.line(text, stream);
    }),
  );
  const stop = onlyOnce(async () => {
    await endGroup(process.pid);
    // Its last words are read by then.
    await process.ended;
  });
  try {
    await starting.started(process.pid, target);
    await ready(command, { process, target, starting, lastLines });
  } catch (error) {
    await stop();
    throw error;
  }
  return { target, pid: process.pid, ended: process.ended, stop };
}

async function requirePort({ number, place }: NonNullable<CommandSetup['port']>, name: string): Promise<void> {
  await reservePort(number).catch((cause: unknown) => {
    const port = `port ${number}, which ${name} is to listen on,`;
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    const sentence =
      code === 'EADDRINUSE'
        ? `${port} is taken by another program; stop that, or name another port, on which it then has to listen`
        : `${port} cannot be had (${messageOf(cause)}); name another one, on which it then has to listen`;
    throw new ConfigurationError(sentence, place, { cause });
  });
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
  const how = `it ${describeEnding(ending)} before it was ready`;
  const words = lastWords(lastLines);
  return words === ''
    ? `${how} and wrote nothing; run its command by itself to see why, and mend it`
    : `${how}; mend what its last words say: ${words}`;
}
