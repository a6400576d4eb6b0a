import type { Draft, Model, Overview } from '#model/index';
import { isHole, isStated } from '#model/index';
import { nameIndex } from './names.ts';

/** The fields without which a row means nothing: with a hole in one of them the row is left out of the model. */
const requiredFields: Readonly<Record<string, readonly string[]>> = {
  references: ['name'],
  boundaries: ['name'],
  integrations: ['name'],
  services: ['name'],
  flows: ['from', 'to'],
  caches: ['layer'],
  failures: ['scenario'],
  horizontal: ['service'],
  vertical: ['service'],
  capacities: ['service'],
  costs: ['service'],
  slos: ['service'],
  threats: ['threat'],
  files: ['path'],
  artifacts: ['artifact'],
  links: ['target'],
  frameworks: ['framework'],
};

/** Links a draft into a model: holes become absences, names become participants. Never fails. */
export function link(draft: Draft): Model {
  const overview = withoutHoles(draft.overview) as Overview;
  return { stage: 'model', overview, ...nameIndex(overview) };
}

function withoutHoles(value: unknown): unknown {
  if (isStated(value)) return isHole(value.value) ? undefined : value;
  if (Array.isArray(value)) return value.map(withoutHoles).filter((item) => item !== undefined);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).flatMap(([key, part]) => {
    const filled = withoutHoles(part);
    return filled === undefined ? [] : [[key, dropIncomplete(key, filled)] as const];
  });
  return Object.fromEntries(kept);
}

function dropIncomplete(key: string, value: unknown): unknown {
  const required = Object.hasOwn(requiredFields, key) ? requiredFields[key] : undefined;
  if (required === undefined || !Array.isArray(value)) return value;
  return value.filter((row: object) => isStated(row) || required.every((field) => field in row));
}
