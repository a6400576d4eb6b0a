import { connect, type Socket } from 'node:net';
import type { Milliseconds } from '@asbuilt/core/model';
import { drillAddress, drillMark } from '../drill-mark.ts';
import type { Range } from '../range.ts';
import type { CalledEdge, EdgeAnswer, EdgePatience } from './called-edge.ts';
import { greetingOf, type Heard } from './greeting.ts';

const none: Range = { least: 0, most: 0 };

/** A connection of bare TCP that still stands after this time is taken to be one to the callee, not to the gateway alone. */
const usualStandsAfterMs: Milliseconds = 500;

type Outcome = Heard | { readonly kind: 'stands' | 'reset' | 'waiting' };

/**
 * Calls over a TCP edge: with the greeting of its protocol, so that it is the callee that answers, or where it speaks
 * none that is known, by connecting.
 */
export async function callTcp({ address, plan, past }: CalledEdge, patience: EdgePatience): Promise<EdgeAnswer> {
  patience.signal.throwIfAborted();
  const from = plan.wire === undefined ? await drillAddress() : undefined;
  const startedAt = performance.now();
  const outcome = await outcomeAt({ address, wire: plan.wire, from }, patience);
  patience.signal.throwIfAborted();
  const well = outcome.kind === 'stands' || outcome.kind === 'well';
  const wasRefused = outcome.kind === 'failed' && /\bbreaker=open\b/.test(outcome.said);
  // Nothing tells of retries here. A call that the breaker refused may have failed before, when it was tried again.
  const failures = { least: wasRefused ? 0 : 1, most: (plan.retry?.retries ?? 0) + (wasRefused ? 0 : 1) };
  // PostgreSQL is only greeted, and a greeting makes up for no failed query.
  if (!well && plan.wire === 'postgres') past.failures += failures.most;
  return {
    well,
    waiting: outcome.kind === 'waiting',
    elapsedMs: performance.now() - startedAt,
    outcome: textOf(outcome),
    failures: well ? none : failures,
    bytes: 0,
    policy: '',
  };
}

function textOf(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'stands':
      return 'stands';
    case 'reset':
      return 'was reset';
    case 'waiting':
      return 'had not answered';
    case 'well':
    case 'failed':
      return `answered ${outcome.code}`;
  }
}

interface Called {
  readonly address: string;
  readonly wire: CalledEdge['plan']['wire'];
  /** The own address to connect from, where it matters. */
  readonly from: string | undefined;
}

function outcomeAt({ address, wire, from }: Called, patience: EdgePatience): Promise<Outcome> {
  const { hostname, port } = new URL(`tcp://${address}`);
  const { signal, limitMs, standsAfterMs = usualStandsAfterMs } = patience;
  const host = hostname.replace(/^\[|\]$/g, '');
  const socket = connect({ host, port: Number(port), ...(from !== undefined && { localAddress: from }) });
  const interrupt = (): void => void socket.destroy();
  signal.addEventListener('abort', interrupt);
  const timers: NodeJS.Timeout[] = [];
  const outcome = new Promise<Outcome>((resolve) => {
    timers.push(setTimeout(resolve, limitMs, { kind: 'waiting' }));
    if (wire !== undefined) listen(socket, wire, resolve);
    else socket.once('connect', () => timers.push(setTimeout(resolve, standsAfterMs, { kind: 'stands' })));
    // What broke it is told by the close that follows.
    socket.on('error', () => undefined);
    socket.once('close', () => resolve({ kind: 'reset' }));
  });
  return outcome.finally(() => {
    for (const timer of timers) clearTimeout(timer);
    signal.removeEventListener('abort', interrupt);
    socket.destroy();
  });
}

function listen(socket: Socket, wire: NonNullable<CalledEdge['plan']['wire']>, tell: (heard: Heard) => void): void {
  const { hello, hear } = greetingOf(wire, drillMark());
  let bytes = Buffer.alloc(0);
  socket.write(hello);
  socket.on('data', (chunk: Buffer) => {
    bytes = Buffer.concat([bytes, chunk]);
    const heard = hear(bytes);
    if (heard !== undefined) tell(heard);
  });
}
