import type { InstancesPlan, ServicePlan } from '@asbuilt/core/derive';
import type { Stated } from '@asbuilt/core/model';
import { ConfigurationError } from './configuration-error.ts';
import { placeInProfile } from './place-in-profile.ts';
import type { UpOptions } from './up-options.ts';

const one: InstancesPlan = { start: 1, notes: [] };

/**
 * How many instances of a service run here: as planned, but one where it listens on one fixed port.
 *
 * @throws {ConfigurationError} when the profile wants what cannot be
 */
export function instancesHere({ name, binding, instances = one }: ServicePlan, options: UpOptions): InstancesPlan {
  const stated = binding?.instances;
  const port = binding?.port;
  const fail = (at: Stated<unknown>, sentence: string): never => {
    throw new ConfigurationError(sentence, placeInProfile(options.profile, at));
  };
  if (binding?.command === undefined) {
    if (stated)
      return fail(stated, `only of what a command starts here there can be several; leave instances of ${name} out`);
    if (port) return fail(port, `only what a command starts here can have a port; ${name} has none, so leave it out`);
    return one;
  }
  const most = instances.statedMost;
  if (stated !== undefined && most !== undefined && stated.value.most > most) {
    const wanted = `${stated.value.most} instances of ${name} are more than the ${most} of section 9`;
    return fail(stated, `${wanted} of ${options.file}; mend the one or the other`);
  }
  if (port === undefined) return instances;
  if (stated !== undefined && stated.value.most > 1) {
    return fail(
      stated,
      `${name} listens on port ${port.value} alone, which ${stated.value.most} instances cannot share; leave one of both out`,
    );
  }
  return { ...one, notes: onlyOne(name, port.value, instances) };
}

function onlyOne(name: string, port: number, { start, autoscale }: InstancesPlan): readonly string[] {
  const wanted = autoscale?.maxInstances ?? start;
  if (wanted === 1) return [];
  const remedy = 'take the port from the variable PORT and leave port: out of the profile';
  return [
    `${name} listens on port ${port} alone, so it stays one instance of the ${wanted} of section 9; to have more, ${remedy}`,
  ];
}
