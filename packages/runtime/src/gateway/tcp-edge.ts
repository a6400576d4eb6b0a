import { createServer, type Server, type Socket } from 'node:net';
import type { EdgePlan } from '@asbuilt/core/derive';
import { Delay } from './delay.ts';
import { latencyOf } from './fault-effects.ts';
import { type Instruments, instrument, release } from './instruments.ts';
import { listen } from './listen.ts';
import { onlyOnce } from './only-once.ts';
import type { EdgeOptions, OpenEdge } from './open-edge.ts';
import type { Relay } from './relay.ts';
import { statusOf } from './status.ts';
import { TcpCall } from './tcp-call.ts';

/**
 * Opens an edge that TCP connections pass through as they are: the timeout, the retries and the breaker of its plan
 * hold for connecting. Rejects with a `PortTakenError` if the port is taken.
 */
export async function openTcpEdge(plan: EdgePlan, options: EdgeOptions): Promise<OpenEdge> {
  const edge = instrument(plan, options);
  const clients = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    clients.add(client.once('close', () => clients.delete(client)));
    new TcpCall(edge, client, (relay) => slowDown(edge, relay)).begin();
  });
  const unwatch = options.faults.watch(plan.name, () => strikeOpenConnections(edge));
  const releaseAll = (): void => {
    unwatch();
    release(edge);
  };
  try {
    const address = await listen(server, options.listen, plan.name);
    const status = (): ReturnType<OpenEdge['status']> => statusOf(plan, address, edge.meter, options.now());
    return { plan, ...address, status, close: onlyOnce(() => close(server, clients).finally(releaseAll)) };
  } catch (error) {
    releaseAll();
    throw error;
  }
}

async function close(server: Server, clients: ReadonlySet<Socket>): Promise<void> {
  const closed = new Promise<void>((resolve, reject) =>
    server.close((error) => (error === undefined ? resolve() : reject(error))),
  );
  for (const client of clients) client.destroy();
  await closed;
}

/** A fault that begins is to be felt at once, also by a client that keeps its connections open for days. */
function strikeOpenConnections(edge: Instruments): void {
  const { options, plan, relays } = edge;
  const refuses = options.faults.active(plan.name, options.now()).some(({ effect }) => effect.kind === 'refuse');
  for (const relay of relays) {
    if (refuses) relay.reset();
    else slowDown(edge, relay);
  }
}

/** Puts the delay of latency faults into a connection, if there are any now. */
function slowDown({ options, plan }: Instruments, relay: Relay): void {
  const delayMs = (): number => latencyOf(options.faults.active(plan.name, options.now()));
  if (delayMs() > 0) relay.filter(() => new Delay(delayMs));
}
