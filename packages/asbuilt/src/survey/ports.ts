import type { Facts } from './facts.ts';
import { entriesOf } from './flow.ts';
import { type Found, folderOf } from './found.ts';
import type { SurveyedSystem } from './system.ts';

/** The ports that files name for the whole system: what its entry publishes, and what the repository's example environment sets. */
export function httpPortsOf(facts: Facts, system: SurveyedSystem): readonly Found<number>[] {
  const published = entriesOf(system).flatMap(({ compose }) => compose?.published ?? []);
  return [...published, ...examplePorts(facts)];
}

/** `HTTP_PORT` and `PORT` of an example environment in the repository's own folder. */
export function examplePorts({ environment }: Facts): readonly Found<number>[] {
  return environment.flatMap(({ name, value, file, line }) =>
    folderOf(file) === '.' && /^(?:HTTP_)?PORT$/.test(name) && isPort(value)
      ? [{ value: Number(value), file, line }]
      : [],
  );
}

function isPort(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535;
}
