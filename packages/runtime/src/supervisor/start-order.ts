/**
 * Puts the callees of each service before it, as far as calls in a circle allow, and keeps the given order otherwise.
 *
 * @param callees the services that a service calls
 */
export function startOrder(
  services: readonly string[],
  callees: (service: string) => readonly string[],
): readonly string[] {
  const known = new Set(services);
  const ordered = new Set<string>();
  const begun = new Set<string>();
  const place = (service: string): void => {
    // Begun but not placed: we came back to it in a circle, where somebody has to be first.
    if (!known.has(service) || begun.has(service)) return;
    begun.add(service);
    for (const callee of callees(service)) place(callee);
    ordered.add(service);
  };
  for (const service of services) place(service);
  return [...ordered];
}
