import type { Overview, Participant, Span, Stated } from '@asbuilt/core/model';
import { isMap, isScalar, type Pair, parseDocument } from 'yaml';
import type { Analysis } from './analysis.ts';
import { contains } from './blocks.ts';
import { once } from './once.ts';
import { type Place, placedSpan, placesOf } from './places.ts';
import { offsetOf } from './positions.ts';
import type { Position } from './protocol.ts';

/** A place where the document or its profile names somebody. */
export interface NameUse {
  readonly participant: Participant;
  readonly place: Place;
  /** What is written there, marks included. */
  readonly span: Span;
  /** Whether this is where it is described. */
  readonly defines: boolean;
}

/** Every place that names a participant, those of the overview first, each in the order of its text. */
const namesIn: (analysis: Analysis) => readonly NameUse[] = once((analysis: Analysis) => {
  const profiles = placesOf(analysis).filter(({ form }) => form === 'yaml');
  const uses = statedNames(analysis.model.overview).flatMap((stated) => piecesOf(stated, analysis));
  return [...uses, ...profiles.flatMap((place) => keysOf(place, analysis))];
});

/** The names at a position of one of the analysis's texts, and what they stand for. */
export function nameAt(analysis: Analysis, uri: string, position: Position): NameUse | undefined {
  const place = placesOf(analysis).find((each) => each.uri === uri);
  if (place === undefined) return undefined;
  const offset = offsetOf(place.lines, position);
  return namesIn(analysis).find((use) => use.place === place && contains(use.span, offset));
}

/** Every place that names the same participant. */
export function usesOf({ participant }: NameUse, analysis: Analysis): readonly NameUse[] {
  return namesIn(analysis).filter((use) => use.participant.name === participant.name);
}

/** Every statement that names somebody. */
function statedNames(overview: Overview): readonly Stated<string>[] {
  const { services, boundaries, integrations, caches, flows, failures, scaling, costs, slos } = overview;
  const named = [
    ...[...boundaries, ...integrations, ...services].map(({ name }) => name),
    ...overview.capsule.frameworks.map(({ part }) => part),
    ...caches.map(({ layer }) => layer),
    ...flows.flatMap(({ from, to }) => [from, to]),
    ...[...failures, ...scaling.horizontal, ...scaling.vertical, ...scaling.loads, ...scaling.capacities].map(
      ({ service }) => service,
    ),
    ...[...costs, ...slos].map(({ service }) => service),
  ];
  return named.filter((stated) => stated !== undefined).toSorted((one, other) => one.span.from - other.span.from);
}

/** `CDN/Storage` names both. */
function piecesOf({ value, span }: Stated<string>, analysis: Analysis): NameUse[] {
  const { model, draft } = analysis;
  const whole = model.resolve(value);
  if (whole !== undefined) return [useOf(whole, span, analysis)];
  if (draft.text.slice(span.from, span.to) !== value) return [];
  return [...value.matchAll(/[^/&,+\s](?:[^/&,+]*[^/&,+\s])?/g)].flatMap(({ index, 0: piece }) => {
    const one = model.resolve(piece);
    const from = span.from + index;
    return one === undefined ? [] : [useOf(one, { from, to: from + piece.length }, analysis)];
  });
}

/** @param span in all that was read */
function useOf(participant: Participant, span: Span, analysis: Analysis): NameUse {
  return { participant, ...placedSpan(analysis, span), defines: definitionOf(participant)?.from === span.from };
}

/** The keys of the profile that name a service: under `services:`, and under the `edges:` of each. */
function keysOf(place: Place, { model }: Analysis): NameUse[] {
  const services = parseDocument(place.text).get('services');
  if (!isMap(services)) return [];
  const pairs = services.items.flatMap((pair) => {
    const edges = isMap(pair.value) ? pair.value.get('edges') : undefined;
    return [pair, ...(isMap(edges) ? edges.items : [])];
  });
  return pairs.flatMap((pair) => {
    const key = keyOf(pair);
    const participant = key && model.resolve(key.name);
    return key && participant ? [{ participant, place, span: key.span, defines: false }] : [];
  });
}

function keyOf({ key }: Pair): { readonly name: string; readonly span: Span } | undefined {
  if (!isScalar(key) || !key.range) return undefined;
  const [from, to] = key.range;
  return { name: String(key.value), span: { from, to } };
}

function definitionOf(participant: Participant): Span | undefined {
  switch (participant.kind) {
    case 'service':
      return participant.service.name.span;
    case 'cache':
      return participant.cache.layer.span;
    case 'boundary':
      return participant.boundary.name.span;
    case 'integration':
      return participant.integration.name.span;
    case 'actor':
      return undefined;
  }
}
