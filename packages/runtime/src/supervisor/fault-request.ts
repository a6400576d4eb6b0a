import type { EdgePlan } from '@asbuilt/core/derive';
import type { Milliseconds } from '@asbuilt/core/model';
import { nearest } from '@asbuilt/core/text';
import { type FaultEffect, type InstanceEffect } from '#faults/fault';
import { ControlProblem } from './control-answer.ts';

/** A fault as `POST /faults` takes it. */
export type FaultRequest = EdgeFaultRequest | InstanceFaultRequest;

/** On one edge by its name, or on all edges to a service. */
export type EdgeFaultRequest = FaultPlace & {
  readonly effect: FaultEffect;
  /** After this time it ends by itself. */
  readonly forMs: Milliseconds;
};

/** On the processes of one instance of a service. */
export interface InstanceFaultRequest {
  readonly service: string;
  /** The first one that can have it where there is none. */
  readonly instance?: number;
  readonly effect: InstanceEffect;
  /** After this time it ends by itself; only of what lasts. */
  readonly forMs?: Milliseconds;
}

export type FaultPlace = { readonly edge: string } | { readonly service: string };

/** Reads the body of `POST /faults`. Whether the numbers are in range is checked where the fault is added. */
export function readFaultRequest(body: unknown): FaultRequest {
  const { effect: given, forMs, ...place } = requireRecord(body, 'the body');
  const found = readPlace(place);
  const effect = requireRecord(given, 'effect');
  const { kind } = effect;
  if (kind === 'stop' || kind === 'kill') return { ...readInstance(kind, place, forMs), effect: { kind } };
  const read = readEffect(effect);
  if (place['instance'] !== undefined)
    throw new ControlProblem(400, `${read.kind} acts on edges; only stop and kill act on one instance`);
  return { ...found, effect: read, forMs: requireNumber(forMs, 'forMs') };
}

function readInstance(
  kind: InstanceEffect['kind'],
  { service, instance }: Readonly<Record<string, unknown>>,
  forMs: unknown,
): Omit<InstanceFaultRequest, 'effect'> {
  if (typeof service !== 'string')
    throw new ControlProblem(400, `${kind} acts on an instance of a service, and the body names no service`);
  if (kind === 'kill' && forMs !== undefined)
    throw new ControlProblem(400, 'a kill happens once and takes no time: leave forMs out');
  return {
    service,
    ...(instance !== undefined && { instance: requireNumber(instance, 'instance') }),
    ...(kind === 'stop' && { forMs: requireNumber(forMs, 'forMs') }),
  };
}

/** The edges that a fault is meant for, all of which can have its effect. */
export function edgesOf(place: FaultPlace, { kind }: FaultEffect, edges: readonly EdgePlan[]): readonly string[] {
  if ('service' in place && kind === 'refuse' && isCache(place.service, edges)) return [place.service];
  const found =
    'edge' in place ? edges.filter(({ name }) => name === place.edge) : edges.filter(({ to }) => to === place.service);
  if (kind === 'clock-skew' && found.length > 0) return onlyWithTokens(place, found);
  if (found.length > 0) return found.map(({ name }) => name);
  const names = [...new Set(edges.map((edge) => ('edge' in place ? edge.name : edge.to)))];
  const [what, name] = 'edge' in place ? ['edge', place.edge] : ['edge to a service', place.service];
  const meant = nearest(name, names);
  throw new ControlProblem(
    404,
    `there is no ${what} "${name}"; ${meant === undefined ? `known: ${names.join(', ')}` : `did you mean "${meant}"?`}`,
  );
}

/** A clock can only be wrong where somebody looks at it. */
function onlyWithTokens(place: FaultPlace, found: readonly EdgePlan[]): readonly string[] {
  const looking = found.filter(({ guard }) => guard?.identity !== undefined);
  if (looking.length > 0) return looking.map(({ name }) => name);
  const name = 'edge' in place ? place.edge : place.service;
  throw new ControlProblem(400, `nobody looks at tokens on the way to ${name}: name what stands at the public entry`);
}

/** Whether it is one of the caches in front of the services: those can be down, too. */
function isCache(name: string, edges: readonly EdgePlan[]): boolean {
  return edges.some(({ cache }) => cache?.tiers.some((tier) => tier.name === name) === true);
}

function readPlace(place: Readonly<Record<string, unknown>>): FaultPlace {
  if (place['edge'] !== undefined && place['service'] !== undefined)
    throw new ControlProblem(400, 'the body names both an edge and a service: leave one of them out');
  if (typeof place['edge'] === 'string') return { edge: place['edge'] };
  if (typeof place['service'] === 'string') return { service: place['service'] };
  throw new ControlProblem(400, 'the body names neither an edge nor a service');
}

type Readers = { readonly [K in FaultEffect['kind']]: (effect: Readonly<Record<string, unknown>>) => FaultEffect };

const readers: Readers = {
  refuse: () => ({ kind: 'refuse' }),
  'black-hole': () => ({ kind: 'black-hole' }),
  reset: (effect) => ({ kind: 'reset', afterBytes: numberOf(effect, 'afterBytes') }),
  truncate: (effect) => ({ kind: 'truncate', afterBytes: numberOf(effect, 'afterBytes') }),
  latency: (effect) => ({
    kind: 'latency',
    ms: numberOf(effect, 'ms'),
    ...(effect['jitterMs'] === undefined ? {} : { jitterMs: numberOf(effect, 'jitterMs') }),
  }),
  bandwidth: (effect) => ({ kind: 'bandwidth', bytesPerSecond: numberOf(effect, 'bytesPerSecond') }),
  pieces: (effect) => ({ kind: 'pieces', bytes: numberOf(effect, 'bytes'), pauseMs: numberOf(effect, 'pauseMs') }),
  status: (effect) => ({
    kind: 'status',
    code: numberOf(effect, 'code'),
    share: numberOf(effect, 'share'),
    ...(effect['seed'] === undefined ? {} : { seed: numberOf(effect, 'seed') }),
  }),
  'clock-skew': (effect) => ({ kind: 'clock-skew', ms: numberOf(effect, 'ms') }),
};

function readEffect(effect: Readonly<Record<string, unknown>>): FaultEffect {
  const { kind } = effect;
  if (typeof kind === 'string' && isKind(kind)) return readers[kind](effect);
  throw new ControlProblem(400, `effect.kind is none of ${[...Object.keys(readers), 'stop', 'kill'].join(', ')}`);
}

function isKind(kind: string): kind is FaultEffect['kind'] {
  return Object.hasOwn(readers, kind);
}

function numberOf(effect: Readonly<Record<string, unknown>>, name: string): number {
  return requireNumber(effect[name], `effect.${name}`);
}

function requireRecord(value: unknown, name: string): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw new ControlProblem(400, `${name} is not an object`);
}

function requireNumber(value: unknown, name: string): number {
  if (typeof value === 'number') return value;
  throw new ControlProblem(400, `${name} is not a number`);
}
