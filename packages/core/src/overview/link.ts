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

/** What has no hole in it stays the very same object: that is most of a large document. */
function withoutHoles(value: unknown): unknown {
  if (isStated(value)) return isHole(value.value) ? undefined : value;
  if (Array.isArray(value)) return withoutHolesIn(value);
  return typeof value === 'object' && value !== null ? withoutHolesAmong(value as Parts) : value;
}

type Parts = Readonly<Record<string, unknown>>;

function withoutHolesAmong(parts: Parts): Parts {
  const keys = Object.keys(parts);
  let kept: Record<string, unknown> | undefined;
  for (let at = 0; at < keys.length; at += 1) {
    const key = keys[at] ?? '';
    const filled = dropIncomplete(key, withoutHoles(parts[key]));
    if (kept === undefined && filled === parts[key]) continue;
    kept ??= Object.fromEntries(keys.slice(0, at).map((before) => [before, parts[before]]));
    if (filled !== undefined) kept[key] = filled;
  }
  return kept ?? parts;
}

function withoutHolesIn(values: readonly unknown[]): readonly unknown[] {
  let kept: unknown[] | undefined;
  for (let at = 0; at < values.length; at += 1) {
    const filled = withoutHoles(values[at]);
    if (kept === undefined && filled === values[at]) continue;
    kept ??= values.slice(0, at);
    if (filled !== undefined) kept.push(filled);
  }
  return kept ?? values;
}

function dropIncomplete(key: string, value: unknown): unknown {
  const required = Object.hasOwn(requiredFields, key) ? requiredFields[key] : undefined;
  if (required === undefined || !Array.isArray(value)) return value;
  const isComplete = (row: object): boolean => isStated(row) || required.every((field) => field in row);
  return value.every(isComplete) ? value : value.filter(isComplete);
}
