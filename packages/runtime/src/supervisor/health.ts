import { type ClientRequest, get } from 'node:http';
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Milliseconds } from '@asbuilt/core/model';
import type { Address } from '#gateway/address';

/** What shows that a service is ready. */
export interface HealthCheck {
  readonly address: Address;
  /** Answers GET with 200 once the service is ready; without one, it is ready when it takes connections. */
  readonly path?: string;
  readonly withinMs: Milliseconds;
  /** Gives up, with the signal's reason. */
  readonly signal: AbortSignal;
}

/** Who comes up at once is seen at once, and who takes long is not asked a hundred times a second. */
const soonestMs: Milliseconds = 10;
const latestMs: Milliseconds = 50;
const longestTryMs = 2_000;

/**
 * Waits until a service is ready.
 *
 * @throws {Error} that says what it answered last, and what to do, when it is not in time
 */
export async function waitUntilHealthy(check: HealthCheck): Promise<void> {
  const since = performance.now();
  const deadline = since + check.withinMs;
  for (;;) {
    const answer = await lookOnce({ ...check, withinMs: longestTryMs });
    if (answer === 'ready') return;
    check.signal.throwIfAborted();
    if (performance.now() >= deadline) throw notReady(check, answer);
    await pause(Math.min(latestMs, Math.max(soonestMs, (performance.now() - since) / 10)));
  }
}

function notReady({ path, withinMs }: HealthCheck, answer: string): Error {
  const isDeaf = path === undefined || answer.includes('ECONNREFUSED');
  const remedy = isDeaf
    ? 'let it listen on the port that the variable PORT tells it, or set port: to the one that it listens on'
    : 'mend health: so that it names a path that answers 200, or give it longer by starts_within:';
  return new Error(`it was not ready within ${withinMs / 1000} s: ${answer}; ${remedy}`);
}

/** Looks once, for no longer than the time: `ready`, or what happened instead. */
export function lookOnce(look: HealthCheck): Promise<string> {
  return look.path === undefined ? connects(look) : answers(look, look.path);
}

function answers({ address, signal, withinMs }: HealthCheck, path: string): Promise<string> {
  return new Promise((settle) => {
    const request = get({ ...address, path, agent: false, timeout: withinMs }, (response) => {
      response.resume();
      settle(response.statusCode === 200 ? 'ready' : `GET ${path} answered ${response.statusCode}`);
    });
    request.once('timeout', () => request.destroy(new Error(`no answer within ${withinMs} ms`)));
    request.once('error', (error) => settle(`GET ${path} failed: ${error.message}`));
    endWith(signal, request);
  });
}

function connects({ address, signal, withinMs }: HealthCheck): Promise<string> {
  return new Promise((settle) => {
    const socket = connect({ ...address, timeout: withinMs });
    socket.once('connect', () => settle('ready'));
    socket.once('timeout', () => settle(`no connection within ${withinMs} ms`));
    socket.once('error', (error) => settle(error.message));
    for (const event of ['connect', 'timeout']) socket.once(event, () => socket.destroy());
    endWith(signal, socket);
  });
}

/** Ends a try when nobody waits for it any more. The option of Node's own would leave a listener behind for each try that fails. */
function endWith(signal: AbortSignal, trying: ClientRequest | Socket): void {
  const end = (): void => void trying.destroy(new Error('it is not waited for any more'));
  signal.addEventListener('abort', end, { once: true });
  trying.once('close', () => signal.removeEventListener('abort', end));
  if (signal.aborted) end();
}
