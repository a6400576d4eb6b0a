import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import type { EdgePlan } from '@asbuilt/core/derive';
import type { Milliseconds } from '@asbuilt/core/model';
import { type EdgeStatus, statusOf } from '../edge-status.ts';
import { type Hindrance, hindranceOf } from '../hindrance.ts';
import { type Instruments, instrument } from '../instruments.ts';
import { listen } from '../listen.ts';
import { withoutPlaces, withoutPolicies } from '../observing.ts';
import { onlyOnce } from '../only-once.ts';
import type { EdgeOptions, OpenEdge } from '../open-edge.ts';
import type { Relay } from '../relay.ts';
import { type Client, lentClient } from './lent-client.ts';
import { postgres } from './postgres/postgres.ts';
import { redis } from './redis/redis.ts';
import { type Reached, TcpCall } from './tcp-call.ts';
import { circuitOf, type TcpEdge, Watch } from './watch.ts';
import type { Conversation, Wire } from './wire.ts';

const wires: Readonly<Record<NonNullable<EdgePlan['wire']>, (edge: Instruments) => Wire>> = { postgres, redis };

/**
 * Opens an edge that TCP connections pass through: the timeout, the retries and the breaker of its plan hold for
 * connecting, and where it understands the protocol the timeout and the breaker for each query or command, too.
 * Rejects with a `PortTakenError` if the port is taken.
 */
export async function openTcpEdge(stated: EdgePlan, given: EdgeOptions): Promise<OpenEdge> {
  const plan = stated.observed ? withoutPolicies(stated) : stated;
  const options = stated.observed ? withoutPlaces(given) : given;
  const instruments = instrument(plan, options);
  const edge: TcpEdge = stated.observed
    ? { ...instruments, watch: new Watch(stated, instruments, given.connections) }
    : instruments;
  edge.meter.connectionLimit = () => limitOf(options);
  const wire = plan.wire && wires[plan.wire](edge);
  const clients = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (accepted) => {
    const client = lentClient(accepted);
    const { socket } = client;
    clients.add(socket);
    count(edge, socket).once('close', () => clients.delete(socket));
    new TcpCall(edge, socket, wire, (reached) => join({ edge, wire, client, reached })).begin();
  });
  const unwatch = options.faults.watch(plan.name, () => strikeOpenConnections(edge));
  const releaseAll = (): void => {
    unwatch();
    edge.release();
  };
  try {
    const address = await listen(server, options.listen, plan.name);
    const status = (): EdgeStatus => statusOf({ plan, address, now: options.now() }, edge);
    return { plan, ...address, status, close: onlyOnce(() => close(server, clients).finally(releaseAll)) };
  } catch (error) {
    releaseAll();
    throw error;
  }
}

/** As many as the callee accepts, once that is known. */
function limitOf({ connections }: EdgeOptions): number | undefined {
  return connections === undefined || connections.places === Number.POSITIVE_INFINITY ? undefined : connections.places;
}

function count({ meter, plan }: Instruments, client: Socket): Socket {
  // Where calls are not understood, an open connection is what is under way.
  const inFlight = plan.wire === undefined ? 1 : 0;
  meter.connections += 1;
  meter.inFlight += inFlight;
  return client.once('close', () => {
    meter.connections -= 1;
    meter.inFlight -= inFlight;
  });
}

interface Joined {
  readonly edge: TcpEdge;
  readonly wire: Wire | undefined;
  readonly client: Client;
  readonly reached: Reached;
}

function join({ edge, wire, client, reached }: Joined): void {
  const { callee, instance } = reached;
  const { socket } = client;
  const { plan, relays, watch } = edge;
  const circuit = circuitOf(edge, instance);
  let relay: Relay | undefined;
  const follower = wire?.follow({ edge, client: socket, callee, instance, circuit, watch, relay: () => demand(relay) });
  relay = relays.join(socket, callee, {
    counted: { toCallee: 0, toCaller: 0 },
    lent: { byClient: client.lent, byCallee: reached.lent },
    ...(follower && { follower }),
  });
  relay.shape(lookOf(edge));
  const { idleTimeoutMs } = plan;
  if (idleTimeoutMs !== undefined) endWhenIdle(socket, callee, { edge, idleTimeoutMs, follower });
}

function demand(relay: Relay | undefined): Relay {
  if (relay === undefined) throw new Error('A relay was asked for before its connections were joined.');
  return relay;
}

interface Idling {
  readonly edge: Instruments;
  readonly idleTimeoutMs: Milliseconds;
  /** Who knows whether a client waits for an answer, which is not idle. */
  readonly follower: Conversation | undefined;
}

/** Nothing passes either way for the stated time: both ends are told that this is over. */
function endWhenIdle(client: Socket, callee: Socket, { edge, idleTimeoutMs, follower }: Idling): void {
  const { log, meter } = edge;
  client.setTimeout(idleTimeoutMs).on('timeout', () => {
    if (follower?.waits() === true) return void client.setTimeout(idleTimeoutMs);
    meter.act('idle-timeout');
    log.info({ outcome: 'idle-timeout', idleTimeoutMs }, 'connection');
    callee.end();
    client.destroySoon();
  });
}

async function close(server: Server, clients: ReadonlySet<Socket>): Promise<void> {
  const closed = new Promise<void>((resolve, reject) =>
    server.close((error) => (error === undefined ? resolve() : reject(error))),
  );
  const left = Array.from(clients, (client) => once(client.destroy(), 'close'));
  await Promise.all([closed, ...left]);
}

/** A fault that begins or is removed is to be felt at once, also by a client that keeps its connections open for days. */
function strikeOpenConnections(edge: Instruments): void {
  const { options, plan, relays } = edge;
  const refuses = options.faults.active(plan.name, options.now()).some(({ effect }) => effect.kind === 'refuse');
  for (const relay of relays) {
    if (refuses) relay.reset();
    else relay.shape(lookOf(edge));
  }
}

/** What the faults of the moment do to a direction. */
function lookOf({ options, plan }: Instruments): (direction: 'to-callee' | 'to-caller') => Hindrance | undefined {
  const { faults, now, random } = options;
  return (direction) => hindranceOf(faults.active(plan.name, now()), direction, { now: now(), random });
}
