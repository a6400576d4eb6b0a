import { nearest } from '@asbuilt/core/text';
import { ControlProblem } from './control-answer.ts';
import type { InstanceFaultRequest } from './fault-request.ts';
import { Fleet } from './fleet.ts';
import type { Supervision } from './supervise.ts';
import type { Supervised } from './supervised.ts';

/**
 * The instance that a fault is meant for: the one of that number, else the first that can have it.
 *
 * @throws {ControlProblem} that says why there is none, and what to do instead
 */
export function afflictedInstance(
  { service: name, instance: number, effect }: Pick<InstanceFaultRequest, 'service' | 'instance' | 'effect'>,
  services: ReadonlyMap<string, Supervised>,
): Supervision {
  const { members } = fleetNamed(name, services);
  if (number === undefined) {
    const able = members.find((member) => member.hasProcesses && !(effect.kind === 'stop' && member.standsStill));
    return able ?? requireAble(members[0] ?? noInstance(name, 1, members), effect.kind);
  }
  const member = members.find((each) => each.number === number) ?? noInstance(name, number, members);
  return requireAble(member, effect.kind);
}

function fleetNamed(name: string, services: ReadonlyMap<string, Supervised>): Fleet {
  const service = services.get(name);
  if (service instanceof Fleet) return service;
  if (service === undefined) {
    const names = [...services.keys()];
    const meant = nearest(name, names);
    const remedy = meant === undefined ? `known: ${names.join(', ')}` : `did you mean "${meant}"?`;
    throw new ControlProblem(404, `there is no service "${name}"; ${remedy}`);
  }
  const why = service.status().state === 'unbound' ? 'the profile does not say where it runs' : 'it runs elsewhere';
  throw new ControlProblem(409, `${name} has no processes here: ${why}; ${onEdges}`);
}

function requireAble(member: Supervision, kind: 'stop' | 'kill'): Supervision {
  const { state, pid } = member.status();
  if (kind === 'stop' && member.standsStill)
    throw new ControlProblem(
      409,
      `${member.name} stands still already; end that fault first, or name another instance`,
    );
  if (member.hasProcesses) return member;
  if (state === 'healthy' && pid === undefined)
    throw new ControlProblem(409, `${member.name} runs inside of asbuilt and has no processes of its own; ${onEdges}`);
  throw new ControlProblem(
    409,
    `${member.name} is ${state} and has no processes to ${kind}; try again once it is healthy`,
  );
}

function noInstance(name: string, number: number, members: readonly Supervision[]): never {
  const there = members.length === 0 ? 'it has none' : `it has ${members.map((member) => member.number).join(', ')}`;
  throw new ControlProblem(404, `${name} has no instance ${number}; ${there}`);
}

const onEdges = 'the edges to it can be broken instead, e.g. with black-hole or refuse';
