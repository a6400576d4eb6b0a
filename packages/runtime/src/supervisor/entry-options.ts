import type { IdentityPolicy } from '@asbuilt/core/model';
import { nextAddress } from '#gateway/instances';
import type { EdgeOptions } from '#gateway/open-edge';
import { type Identities, openIdentities } from '#identity/identities';
import { keyAddress } from '#identity/key-address';
import { developmentCertificate } from './certificate.ts';
import { openLimits, type RedisLimits } from './open-limits.ts';
import { shownAddress } from './shown-address.ts';
import type { System } from './system.ts';
import type { Teardown } from './teardown.ts';

/** What the edges from outside share: who knows callers by their tokens, and with what TLS is spoken. */
export async function entryOptions(
  system: System,
  cleanup: Teardown,
): Promise<Pick<EdgeOptions, 'identities' | 'certificate' | 'sharedLimits'>> {
  const { setup, options, household } = system;
  const isForDevelopment = options.profile.profile.tls?.development !== undefined;
  const certificate = isForDevelopment ? await developmentCertificate(household.stateDirectory) : setup.certificate;
  const identities = setup.identity && (await identitiesOf(setup.identity, system));
  const sharedLimits = await limitsOf(system, cleanup);
  return {
    ...(certificate && { certificate }),
    ...(identities && { identities }),
    ...(sharedLimits && { sharedLimits }),
  };
}

/** Gateways of the same overview that are given the same Redis count together. */
async function limitsOf({ setup, options, household }: System, cleanup: Teardown): Promise<RedisLimits | undefined> {
  const url = options.env['REDIS_URL'];
  if (setup.entry.guard?.rateLimit === undefined || url === undefined || !URL.canParse(url)) return undefined;
  const tell = (sentence: string): void => {
    household.telemetry.log.warn(sentence);
    options.say(sentence);
  };
  const limits = await openLimits({ url, prefix: `asbuilt:rate:${setup.entry.name}:`, tell });
  cleanup.add(async () => limits.close());
  return limits;
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
