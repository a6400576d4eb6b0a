import type { ServiceSetup } from './service-setup.ts';
import type { UpOptions } from './up-options.ts';

/** Sentences about services that are not told where an edge of theirs is: they would call past it, if at all. */
export function bypasses(services: readonly ServiceSetup[], { plan }: UpOptions): readonly string[] {
  return services.flatMap(({ name, runs }) => {
    if (runs.kind !== 'command') return [];
    const carried = new Set(runs.command.variables.map(({ edge }) => edge.name));
    const missing = plan.edges.filter((edge) => edge.from === name && !carried.has(edge.name));
    return missing.map(
      ({ to }) =>
        `${name} calls ${to}, but no variable tells it where its edge is; name one in the profile, under edges: of ${name}`,
    );
  });
}
