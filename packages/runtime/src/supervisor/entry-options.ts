import type { IdentityPolicy } from '@asbuilt/core/model';
import { nextAddress } from '#gateway/instances';
import type { EdgeOptions } from '#gateway/open-edge';
import { type Identities, openIdentities } from '#identity/identities';
import { keyAddress } from '#identity/key-address';
import { developmentCertificate } from './certificate.ts';
import { openDrops, type RedisDrops } from './open-drops.ts';
import { openLimits, type RedisLimits } from './open-limits.ts';
import { shownAddress } from './shown-address.ts';
import type { System } from './system.ts';
import type { Teardown } from './teardown.ts';

/** What the edges from outside share: who knows callers by their tokens, and with what TLS is spoken. */
export async function entryOptions(
  system: System,
  cleanup: Teardown,
): Promise<Pick<EdgeOptions, 'identities' | 'certificate' | 'sharedLimits' | 'sharedDrops'>> {
  const { setup, options, household } = system;
  const isForDevelopment = options.profile.profile.tls?.development !== undefined;
  const certificate = isForDevelopment ? await developmentCertificate(household.stateDirectory) : setup.certificate;
  const identities = setup.identity && (await identitiesOf(setup.identity, system));
  const sharedLimits = await limitsOf(system, cleanup);
  const sharedDrops = await dropsOf(system, cleanup);
  return {
    ...(certificate && { certificate }),
    ...(identities && { identities }),
    ...(sharedLimits && { sharedLimits }),
    ...(sharedDrops && { sharedDrops }),
  };
}

/** Gateways of the same overview that are given the same Redis count together. */
async function limitsOf(system: System, cleanup: Teardown): Promise<RedisLimits | undefined> {
  const { entry } = system.setup;
  const url = redisUrl(system);
  if (entry.guard?.rateLimit === undefined || url === undefined) return undefined;
  const limits = await openLimits({ url, prefix: `asbuilt:rate:${entry.name}:`, tell: teller(system) });
  cleanup.add(async () => limits.close());
  return limits;
}

/** And tell each other what their caches dropped. */
async function dropsOf(system: System, cleanup: Teardown): Promise<RedisDrops | undefined> {
  const { setup, options } = system;
  const url = redisUrl(system);
  if (!options.plan.edges.some(({ entry, cache }) => entry && cache !== undefined) || url === undefined)
    return undefined;
  const drops = await openDrops({ url, channel: `asbuilt:caches:${setup.entry.name}`, tell: teller(system) });
  cleanup.add(async () => drops.close());
  return drops;
}

function redisUrl({ options }: System): string | undefined {
  const url = options.env['REDIS_URL'];
  return url !== undefined && URL.canParse(url) ? url : undefined;
}

function teller({ household, options }: System): (sentence: string) => void {
  return (sentence) => {
    household.telemetry.log.warn(sentence);
    options.say(sentence);
  };
}

async function identitiesOf(policy: IdentityPolicy, system: System): Promise<Identities> {
  const { now, telemetry } = system.household;
  const address = keyAddress(policy, () => serviceUrl(policy, system));
  const identities = await openIdentities({ policy, address, now, log: telemetry.log });
  identities.warmUp();
  return identities;
}

/** Where the service that signs people in runs on this machine, if it does. */
function serviceUrl({ service }: IdentityPolicy, { setup, callees }: System): URL | undefined {
  const runs = setup.services.find(({ name }) => name === service)?.runs;
  if (service === undefined || runs === undefined || runs.kind === 'elsewhere' || runs.kind === 'unbound')
    return undefined;
  const instances = callees.get(service);
  const address = instances && nextAddress(instances);
  if (address === undefined) throw new Error(`${service} is not up.`);
  return new URL(`http://${shownAddress(address)}`);
}
