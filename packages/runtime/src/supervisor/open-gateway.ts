import type { EdgePlan } from '@asbuilt/core/derive';
import { openHttpEdge } from '#gateway/edge';
import { type OpenEdge, PortTakenError } from '#gateway/open-edge';
import { openTcpEdge } from '#gateway/tcp-edge';
import { ConfigurationError } from './configuration-error.ts';
import type { System } from './system.ts';
import type { Teardown } from './teardown.ts';

/**
 * Opens every edge, the one from outside on the public port and the others on free ones. Calls are answered 503 until their callee is up.
 *
 * @throws {ConfigurationError} when the public port is not to be had
 */
export async function openGateway(system: System, cleanup: Teardown): Promise<void> {
  for (const plan of system.options.plan.edges) {
    const edge = await openEdge(plan, system);
    system.edges.set(plan.name, edge);
    cleanup.add(() => edge.close());
  }
}

async function openEdge(plan: EdgePlan, system: System): Promise<OpenEdge> {
  const open = plan.protocol === 'http' ? openHttpEdge : openTcpEdge;
  const port = plan === system.setup.entry ? system.setup.httpPort : 0;
  try {
    return await open(plan, {
      ...system.household,
      listen: { host: '127.0.0.1', port },
      target: () => system.services.get(plan.to)?.target(),
    });
  } catch (error) {
    throw port === 0 ? error : publicPortError(error, system.setup);
  }
}

function publicPortError(error: unknown, { httpPort, httpPortPlace }: System['setup']): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (error instanceof PortTakenError) {
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
