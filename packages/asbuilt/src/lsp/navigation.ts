import type { Analysis } from './analysis.ts';
import { type NameUse, nameAt, usesOf } from './names.ts';
import { rangeOf } from './positions.ts';
import type { Location, Position } from './protocol.ts';

/** Where what is named at a position is described; of somebody outside, where the flow first names them. */
export function definitionAt(analysis: Analysis, uri: string, position: Position): Location[] {
  const name = nameAt(analysis, uri, position);
  if (name === undefined) return [];
  const uses = usesOf(name, analysis);
  const definitions = uses.filter(({ defines }) => defines);
  return (definitions.length > 0 ? definitions : uses.slice(0, 1)).map(locationOf);
}

/** Every place that names what is named at a position, in the overview and its profile. */
export function referencesAt(
  analysis: Analysis,
  uri: string,
  { position, context }: { readonly position: Position; readonly context: { readonly includeDeclaration: boolean } },
): Location[] {
  const name = nameAt(analysis, uri, position);
  if (name === undefined) return [];
  return usesOf(name, analysis)
    .filter(({ defines }) => context.includeDeclaration || !defines)
    .map(locationOf);
}

function locationOf({ place, span }: NameUse): Location {
  return { uri: place.uri, range: rangeOf(place.lines, span) };
}
