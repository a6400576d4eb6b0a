import type { EdgePlan } from '@asbuilt/core/derive';
import type { ServiceBinding, Stated } from '@asbuilt/core/model';
import { nearest } from '@asbuilt/core/text';
import { ConfigurationError } from './configuration-error.ts';
import { placeInProfile } from './place-in-profile.ts';
import type { UpOptions } from './up-options.ts';

/** An environment variable of a service, and the edge whose address it carries. */
export interface EdgeVariable {
  readonly variable: string;
  readonly edge: EdgePlan;
}

/** Names that a service gets from us with another meaning. */
const taken = new Set(['PORT', 'HOST', 'ASBUILT_CONTROL_URL']);

/** The variables that the profile names under `edges:`, by the edges that the overview has. Case in a service's name does not matter. */
export function edgeVariables(caller: string, binding: ServiceBinding, options: UpOptions): readonly EdgeVariable[] {
  const outgoing = options.plan.edges.filter((edge) => edge.from === caller);
  const carried = new Map<string, string>();
  return Object.entries(binding.edges).map(([callee, stated]) => {
    requireVariable(stated, options);
    requireUncarried(carried.get(stated.value), callee, { stated, options });
    carried.set(stated.value, callee);
    const edge = outgoing.find(({ to }) => to.toLowerCase() === callee.toLowerCase());
    if (edge === undefined) throw notCalled(caller, callee, outgoing, { stated, options });
    return { variable: stated.value, edge };
  });
}

function requireVariable(stated: Stated<string>, { profile }: UpOptions): void {
  if (/^[A-Za-z_]\w*$/.test(stated.value) && !taken.has(stated.value)) return;
  throw new ConfigurationError(
    `"${stated.value}" cannot carry the address of an edge; write the name of a variable such as API_URL, and none of ${[...taken].join(', ')}`,
    placeInProfile(profile, stated),
  );
}

interface Named {
  readonly stated: Stated<string>;
  readonly options: UpOptions;
}

function requireUncarried(other: string | undefined, callee: string, { stated, options }: Named): void {
  if (other === undefined) return;
  throw new ConfigurationError(
    `${stated.value} cannot carry the addresses of the edges to both ${other} and ${callee}; name another variable for one of them`,
    placeInProfile(options.profile, stated),
  );
}

function notCalled(
  caller: string,
  callee: string,
  outgoing: readonly EdgePlan[],
  { stated, options }: Named,
): ConfigurationError {
  const names = outgoing.map(({ to }) => to);
  const meant = nearest(callee, names);
  const calls = names.length === 0 ? `it calls nobody` : `it calls: ${names.join(', ')}`;
  const remedy = meant === undefined ? calls : `did you mean "${meant}"?`;
  return new ConfigurationError(
    `by the request flow of ${options.file}, ${caller} does not call "${callee}"; ${remedy}`,
    placeInProfile(options.profile, stated),
  );
}
