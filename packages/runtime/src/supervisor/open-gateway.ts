import type { EdgePlan } from '@asbuilt/core/derive';
import { Bulkhead } from '@asbuilt/core/mechanisms';
import { openHttpEdge } from '#gateway/edge';
import { nextAddress } from '#gateway/instances';
import { PortTakenError } from '#gateway/listen';
import type { EdgeOptions, OpenEdge } from '#gateway/open-edge';
import { expectShortLives } from '#gateway/short-lives';
import { openTcpEdge } from '#gateway/tcp/tcp-edge';
import { ConfigurationError } from './configuration-error.ts';
import { entryOptions } from './entry-options.ts';
import { reservePort } from './free-port.ts';
import { askerOf } from './learn-limits.ts';
import { openRedirect } from './open-redirect.ts';
import { usualDrainMs } from './supervised-service.ts';
import type { System } from './system.ts';
import type { Teardown } from './teardown.ts';

/**
 * Opens the edges between services, each on a free port. Calls are answered 503 until their callee is up.
 *
 * @throws {ConfigurationError} when the public port is not to be had
 */
export async function openGateway(system: System, cleanup: Teardown): Promise<void> {
  const { setup, options } = system;
  expectShortLives();
  await reservePort(setup.httpPort).catch((error: unknown) => {
    throw publicPortError(error, setup);
  });
  await openEdges(
    options.plan.edges.filter((plan) => !plan.entry),
    system,
    cleanup,
  );
}

/** Opens the edges from outside, the main one on the public port: once everything behind them is up, so that no call is refused before. */
export async function openEntries(system: System, cleanup: Teardown): Promise<void> {
  const shared = await entryOptions(system, cleanup);
  await openEdges(
    system.options.plan.edges.filter((plan) => plan.entry),
    system,
    cleanup,
    shared,
  );
  await openRedirect(system, cleanup);
}

async function openEdges(
  plans: readonly EdgePlan[],
  system: System,
  cleanup: Teardown,
  shared: Partial<EdgeOptions> = {},
): Promise<void> {
  for (const plan of plans) {
    const edge = await openEdge(plan, system, shared);
    system.edges.set(plan.name, edge);
    cleanup.add(() => edge.close());
  }
}

/** The places of a service, or the connections that it accepts, which all edges to it share. */
function bulkheadOf(plan: EdgePlan, { bulkheads, setup }: System): Pick<EdgeOptions, 'bulkhead' | 'connections'> {
  const places = plan.protocol === 'http' ? plan.concurrency : (plan.connections ?? placesToAsk(plan, setup));
  if (places === undefined) return {};
  const bulkhead = bulkheads.get(plan.to) ?? new Bulkhead(places);
  bulkheads.set(plan.to, bulkhead);
  return plan.protocol === 'http' ? { bulkhead } : { connections: bulkhead };
}

/** As many as there are: how many that is can be asked once the server is up. */
function placesToAsk({ to, wire }: EdgePlan, { services }: System['setup']): number | undefined {
  const service = services.find(({ name }) => name === to);
  const ask = service && askerOf(service, wire, () => undefined);
  return ask && Number.POSITIVE_INFINITY;
}

/** Whom calls go to: edges are opened before the services behind them, whose instances come and go. */
function calleeOf({ to }: EdgePlan, { callees }: System): Pick<EdgeOptions, 'target' | 'instances'> {
  const instances = callees.get(to);
  return { target: () => instances && nextAddress(instances), ...(instances && { instances }) };
}

async function openEdge(plan: EdgePlan, system: System, shared: Partial<EdgeOptions>): Promise<OpenEdge> {
  const open = plan.protocol === 'http' ? openHttpEdge : openTcpEdge;
  const port = plan === system.setup.entry ? system.setup.httpPort : 0;
  const calleeCaches = system.calleeCaches.get(plan.to);
  const staticAnswer = plan.staticAnswer && system.setup.staticAnswers.get(plan.to);
  try {
    return await open(plan, {
      ...shared,
      ...system.household,
      ...bulkheadOf(plan, system),
      listen: { host: '127.0.0.1', port },
      ...calleeOf(plan, system),
      ...(calleeCaches && { calleeCaches }),
      ...(staticAnswer && { staticAnswer }),
      drainMs: plan.timeoutMs ?? usualDrainMs,
    });
  } catch (error) {
    throw port === 0 ? error : publicPortError(error, system.setup);
  }
}

function publicPortError(error: unknown, { httpPort, httpPortPlace }: System['setup']): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (error instanceof PortTakenError || code === 'EADDRINUSE') {
    const remedy = 'stop that, or set another port';
    return new ConfigurationError(`http_port ${httpPort} is taken by another program; ${remedy}`, httpPortPlace, {
      cause: error,
    });
  }
  if (code === 'EACCES') {
    const remedy = 'set one above 1023';
    return new ConfigurationError(
      `http_port ${httpPort} needs more rights than this user has; ${remedy}`,
      httpPortPlace,
      { cause: error },
    );
  }
  return error;
}
