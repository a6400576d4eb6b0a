import type { OpenEdge } from '#gateway/open-edge';
import type { Environment } from './command-setup.ts';
import { edgeAddress } from './edge-address.ts';
import type { Runs, ServiceSetup } from './service-setup.ts';
import type { System } from './system.ts';

/**
 * The variables that tell a service where its neighbours are: those that the profile names, and those by which libraries
 * find a server that we brought along, where the profile does not set them itself.
 */
export function neighbourVariables({ name, runs }: ServiceSetup, system: System): Environment {
  if (runs.kind !== 'command') return {};
  const { edges, setup, options, household } = system;
  const own = options.plan.services.find((service) => service.name === name)?.binding?.env ?? {};
  const brought = options.plan.edges.flatMap((edge) => {
    const open = edge.from === name ? edges.get(edge.name) : undefined;
    const callee = setup.services.find((service) => service.name === edge.to)?.runs;
    if (open === undefined || callee === undefined) return [];
    return Object.entries(broughtVariables(open, callee, (secret) => household.redactor.add(secret)));
  });
  const named = runs.command.variables.flatMap(({ variable, edge }) => {
    const open = edges.get(edge.name);
    const callee = setup.services.find((service) => service.name === edge.to);
    if (open === undefined || callee === undefined) return [];
    const address = edgeAddress(open, callee.runs);
    household.redactor.add(decodeURIComponent(new URL(address).password));
    return [[variable, address] as const];
  });
  return Object.fromEntries([...brought.filter(([variable]) => !Object.hasOwn(own, variable)), ...named]);
}

function broughtVariables(
  edge: OpenEdge,
  callee: Runs,
  hide: (secret: string) => void,
): Readonly<Record<string, string>> {
  const isOurs = callee.kind === 'provider' || callee.kind === 'stand-in';
  if (!isOurs || callee.provided.kind !== 'embedded') return {};
  for (const secret of callee.provided.secrets?.() ?? []) hide(secret);
  return callee.provided.variablesFor?.(edge) ?? {};
}
