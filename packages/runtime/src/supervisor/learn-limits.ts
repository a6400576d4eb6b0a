import { type EdgePlan, mayBeSeveral } from '@asbuilt/core/derive';
import type { Address } from '#gateway/address';
import { askConnectionLimit as askPostgres } from '#providers/database/connection-limit';
import { askConnectionLimit as askRedis } from '#providers/redis/connection-limit';
import { messageOf } from '#values/message-of';
import type { ServiceSetup } from './service-setup.ts';
import type { System } from './system.ts';

/**
 * Asks databases and Redis servers how many connections they accept where the document does not say, so that their edges keep to it as to
 * a stated number. To be done once they are up; never rejects, since calls flow without it, too.
 */
export async function learnLimits(system: System): Promise<void> {
  await Promise.all(system.setup.services.map((service) => learnLimit(service, system)));
}

/**
 * Who can be asked how many connections a service accepts, by the protocol of its edges.
 *
 * @param address where it runs, once it does
 */
export function askerOf(
  { runs, instances }: Pick<ServiceSetup, 'runs' | 'instances'>,
  wire: EdgePlan['wire'],
  address: () => Address | undefined,
): (() => Promise<number>) | undefined {
  if (wire === undefined) return undefined;
  switch (runs.kind) {
    case 'provider':
    case 'stand-in':
      return runs.provided.connectionLimit;
    case 'elsewhere':
      return askerAt(runs.url);
    case 'command':
      // A PostgreSQL wants a login that only its command knows. Of several servers each has a number of its own.
      return wire === 'postgres' || mayBeSeveral(instances) ? undefined : () => askRedisAt(address());
    case 'unbound':
      return undefined;
  }
}

function askerAt(url: URL): (() => Promise<number>) | undefined {
  if (/^postgres(?:ql)?:$/.test(url.protocol)) return url.username === '' ? undefined : () => askPostgres(url);
  return /^rediss?:$/.test(url.protocol) ? () => askRedis(url) : undefined;
}

async function askRedisAt(address: Address | undefined): Promise<number> {
  if (address === undefined) throw new Error('it is not up');
  return askRedis(new URL(`redis://${address.host}:${address.port}`));
}

async function learnLimit(service: ServiceSetup, system: System): Promise<void> {
  const { name, runs } = service;
  const { bulkheads, callees, household, options } = system;
  const { plan, say } = options;
  const open = plan.edges.find((edge) => edge.to === name && edge.wire !== undefined && edge.connections === undefined);
  if (open === undefined || runs.kind === 'unbound') return;
  const log = household.telemetry.log.child({ service: name });
  const ask = askerOf(service, open.wire, () => callees.get(name)?.list[0]?.address);
  if (ask === undefined)
    return log.info('How many connections it accepts is stated nowhere, and nobody here has a login to ask it with.');
  try {
    const limit = await ask();
    bulkheads.get(name)?.resize(limit);
    log.info({ connections: limit }, 'It said how many connections it accepts.');
    const pooled = plan.services.find((each) => each.name === name)?.pooledConnections ?? 0;
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
