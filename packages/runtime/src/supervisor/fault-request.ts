import type { EdgePlan } from '@asbuilt/core/derive';
import type { Milliseconds } from '@asbuilt/core/model';
import { nearest } from '@asbuilt/core/text';
import type { FaultEffect } from '#faults/fault';
import { ControlProblem } from './control-answer.ts';

/** A fault as `POST /faults` takes it: on one edge by its name, or on all edges to a service. */
export type FaultRequest = FaultPlace & {
  readonly effect: FaultEffect;
  /** After this time it ends by itself. */
  readonly forMs: Milliseconds;
};

export type FaultPlace = { readonly edge: string } | { readonly service: string };

/** Reads the body of `POST /faults`. Whether the numbers are in range is checked where the fault is added. */
export function readFaultRequest(body: unknown): FaultRequest {
  const { effect, forMs, ...place } = requireRecord(body, 'the body');
  return {
    ...readPlace(place),
    effect: readEffect(requireRecord(effect, 'effect')),
    forMs: requireNumber(forMs, 'forMs'),
  };
}

/** The edges that a fault is meant for. */
export function edgesOf(place: FaultPlace, edges: readonly EdgePlan[]): readonly string[] {
  const found =
    'edge' in place ? edges.filter(({ name }) => name === place.edge) : edges.filter(({ to }) => to === place.service);
  if (found.length > 0) return found.map(({ name }) => name);
  const names = [...new Set(edges.map((edge) => ('edge' in place ? edge.name : edge.to)))];
  const [what, name] = 'edge' in place ? ['edge', place.edge] : ['edge to a service', place.service];
  const meant = nearest(name, names);
  throw new ControlProblem(
    404,
    `there is no ${what} "${name}"; ${meant === undefined ? `known: ${names.join(', ')}` : `did you mean "${meant}"?`}`,
  );
}

function readPlace(place: Readonly<Record<string, unknown>>): FaultPlace {
  if (typeof place['edge'] === 'string') return { edge: place['edge'] };
  if (typeof place['service'] === 'string') return { service: place['service'] };
  throw new ControlProblem(400, 'the body names neither an edge nor a service');
}

function readEffect(effect: Readonly<Record<string, unknown>>): FaultEffect {
  switch (effect['kind']) {
    case 'refuse':
      return { kind: 'refuse' };
    case 'latency':
      return { kind: 'latency', ms: requireNumber(effect['ms'], 'effect.ms') };
    case 'status':
      return {
        kind: 'status',
        code: requireNumber(effect['code'], 'effect.code'),
        share: requireNumber(effect['share'], 'effect.share'),
      };
    default:
      throw new ControlProblem(400, 'effect.kind is none of refuse, latency, status');
  }
}

function requireRecord(value: unknown, name: string): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw new ControlProblem(400, `${name} is not an object`);
}

function requireNumber(value: unknown, name: string): number {
  if (typeof value === 'number') return value;
  throw new ControlProblem(400, `${name} is not a number`);
}
