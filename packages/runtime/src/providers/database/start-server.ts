import { onlyOnce } from '#gateway/only-once';
import { describeEnding, type Ending } from '#supervisor/ending';
import { onFreePort } from '#supervisor/free-port';
import { type Launched, launch } from '#supervisor/launch';
import { identify } from '#supervisor/process-identity';
import type { ClusterPlace } from './cluster-place.ts';
import type { EmbeddedPostgres } from './embedded-server.ts';
import { stopServer } from './leftover-server.ts';
import type { Login } from './login.ts';
import type { PostgresBinaries } from './postgres-binaries.ts';
import { prepareDatabase } from './prepare-database.ts';
import { serverEnvironment } from './server-environment.ts';

/** What a server is started with. */
export interface ServerStart {
  readonly binaries: PostgresBinaries;
  readonly place: ClusterPlace;
  readonly login: Login;
  readonly log?: (line: string) => void;
  readonly signal?: AbortSignal;
}

/** How many of its last lines an error quotes. */
const quotedLines = 5;

/** Starts the server on a free port and waits until its database answers. */
export function startServer(start: ServerStart): Promise<EmbeddedPostgres> {
  return onFreePort((port) => startOn(port, start), start.signal);
}

async function startOn(port: number, start: ServerStart): Promise<EmbeddedPostgres> {
  const lastLines: string[] = [];
  const server = await launchServer(start, port, (line) => {
    lastLines.push(line);
    if (lastLines.length > quotedLines) lastLines.shift();
    start.log?.(line);
  });
  const stop = stopping(server);
  const died = abortsAtEnd(server.ended, lastLines);
  try {
    await prepareDatabase(port, start.login, start.signal === undefined ? died : AbortSignal.any([died, start.signal]));
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    host: '127.0.0.1',
    port,
    ...start.login,
    url: urlOf(port, start.login),
    pid: server.pid,
    ended: server.ended,
    stop,
  };
}

function launchServer(start: ServerStart, port: number, line: (text: string) => void): Promise<Launched> {
  const settings = ['-c', 'listen_addresses=127.0.0.1', '-c', `port=${port}`, '-c', 'unix_socket_directories='];
  return launch({
    file: start.binaries.postgres,
    args: ['-D', start.place.data, ...settings],
    cwd: start.place.data,
    env: serverEnvironment,
    ...(start.place.user === undefined ? {} : { user: start.place.user }),
    // SIGINT is a fast shutdown: the sessions end, the data is written.
    deathSignal: 'INT',
    line: (_, text) => line(text),
  });
}

function stopping(server: Launched): () => Promise<void> {
  const identity = identify(server.pid);
  return onlyOnce(async () => {
    const running = await identity;
    if (running !== undefined) await stopServer(running);
    await server.ended;
  });
}

function abortsAtEnd(ended: Promise<Ending>, lastLines: readonly string[]): AbortSignal {
  const died = new AbortController();
  void ended.then((ending) => {
    died.abort(new Error(`PostgreSQL ${describeEnding(ending)} while starting: ${lastLines.join(' | ')}`));
  });
  return died.signal;
}

function urlOf(port: number, login: Login): string {
  return `postgres://${login.user}:${login.password}@127.0.0.1:${port}/${login.database}`;
}
