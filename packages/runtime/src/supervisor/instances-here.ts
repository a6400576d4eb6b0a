import type { InstancesPlan, ServicePlan } from '@asbuilt/core/derive';
import type { ServiceBinding, Stated } from '@asbuilt/core/model';
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
  if (binding === undefined) return one;
  const mistake = binding.command === undefined ? misplaced(name, binding) : tooMany(name, binding, instances, options);
  if (mistake !== undefined)
    throw new ConfigurationError(mistake.sentence, placeInProfile(options.profile, mistake.at));
  const { port } = binding;
  return port === undefined ? instances : { ...one, notes: onlyOne(name, port.value, instances) };
}

interface Mistake {
  readonly at: Stated<unknown>;
  readonly sentence: string;
}

function misplaced(name: string, { instances, port }: ServiceBinding): Mistake | undefined {
  const only = 'only of what a command starts here';
  if (instances) return { at: instances, sentence: `${only} there can be several; leave instances of ${name} out` };
  return port && { at: port, sentence: `${only} the port is ours to know; leave port of ${name} out` };
}

function tooMany(
  name: string,
  { instances, port }: ServiceBinding,
  { statedMost }: InstancesPlan,
  { file }: UpOptions,
): Mistake | undefined {
  if (instances === undefined) return undefined;
  const { most } = instances.value;
  if (statedMost !== undefined && most > statedMost) {
    const wanted = `${most} instances of ${name} are more than the ${statedMost} of section 9 of ${file}`;
    return { at: instances, sentence: `${wanted}; mend the one or the other` };
  }
  if (port === undefined || most === 1) return undefined;
  const shared = `${name} listens on port ${port.value} alone, which ${most} instances cannot share`;
  return { at: instances, sentence: `${shared}; leave one of both out` };
}

function onlyOne(name: string, port: number, { start, autoscale }: InstancesPlan): readonly string[] {
  const wanted = autoscale?.maxInstances ?? start;
  if (wanted === 1) return [];
  const remedy = 'take the port from the variable PORT and leave port: out of the profile';
  return [
    `${name} listens on port ${port} alone, so it stays one instance of the ${wanted} of section 9; to have more, ${remedy}`,
  ];
}
