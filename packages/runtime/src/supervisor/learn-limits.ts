import { askConnectionLimit } from '#providers/database/connection-limit';
import { messageOf } from './message-of.ts';
import type { Runs, ServiceSetup } from './service-setup.ts';
import type { System } from './system.ts';

/**
 * Asks the databases how many connections they accept where the document does not say, so that their edges keep to it as to
 * a stated number. To be done once they are up; never rejects, since calls flow without it, too.
 */
export async function learnLimits(system: System): Promise<void> {
  await Promise.all(system.setup.services.map((service) => learnLimit(service, system)));
}

/** Who can be asked how many connections a service accepts. */
export function askerOf(runs: Runs): (() => Promise<number>) | undefined {
  switch (runs.kind) {
    case 'provider':
    case 'stand-in':
      return runs.provided.connectionLimit;
    case 'elsewhere':
      return /^postgres(?:ql)?:$/.test(runs.url.protocol) && runs.url.username !== ''
        ? () => askConnectionLimit(runs.url)
        : undefined;
    case 'command':
    case 'unbound':
      return undefined;
  }
}

async function learnLimit({ name, runs }: ServiceSetup, { bulkheads, household, options }: System): Promise<void> {
  const { plan, say } = options;
  const isOpen = plan.edges.some(
    (edge) => edge.to === name && edge.wire === 'postgres' && edge.connections === undefined,
  );
  if (!isOpen || runs.kind === 'unbound') return;
  const log = household.telemetry.log.child({ service: name });
  const ask = askerOf(runs);
  if (ask === undefined)
    return log.info('How many connections it accepts is stated nowhere, and nobody here has a login to ask it with.');
  try {
    const limit = await ask();
    bulkheads.get(name)?.resize(limit);
    log.info({ connections: limit }, 'It said how many connections it accepts.');
    const pooled = plan.services.find((service) => service.name === name)?.pooledConnections ?? 0;
    if (pooled > limit)
      say(
        `${name} accepts ${limit} connections, but by section 9 its callers may open ${pooled}: the others are refused`,
      );
    household.changes.notify();
  } catch (error) {
    log.warn(
      { reason: messageOf(error) },
      'It could not be asked how many connections it accepts: no number is kept to.',
    );
  }
}
