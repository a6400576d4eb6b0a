import { calls, everyCall } from '#derive/calls';
import { timeoutsByName } from '#derive/timeout-path';
import type { Milliseconds, Model, Participant, Stated } from '#model/index';

/** One end of an edge of the request flow. */
export interface Neighbour {
  readonly name: string;
  /** What the steps on the edge say, each wording once. */
  readonly labels: readonly string[];
  /** What it speaks; absent where it is no service, or none is stated. */
  readonly protocol?: Stated<string>;
  /** How long one waits for it. */
  readonly timeout?: Stated<Milliseconds>;
}

/** Who calls a participant, and whom it calls, each neighbour once, in the order of the steps. */
export interface Neighbours {
  readonly callers: readonly Neighbour[];
  readonly callees: readonly Neighbour[];
}

/** Looks up the neighbours of a participant by its name; a name that takes no part in the flow has none. */
export function neighboursOf(model: Model): (name: string) => Neighbours {
  const timeouts = timeoutsByName(model);
  const callers = edges((participant) => neighbour(participant, timeouts));
  const callees = edges((participant) => neighbour(participant, timeouts));
  for (const { from, to, step } of everyCall(calls(model))) {
    callers.note(to, from, step.label?.value);
    callees.note(from, to, step.label?.value);
  }
  return (name) => ({ callers: callers.of(name), callees: callees.of(name) });
}

interface Edges {
  note(of: Participant, other: Participant, label: string | undefined): void;
  of(name: string): readonly Neighbour[];
}

function edges(make: (participant: Participant) => Omit<Neighbour, 'labels'>): Edges {
  const known = new Map<string, Map<string, { readonly other: Participant; readonly labels: Set<string> }>>();
  return {
    note: ({ name }, other, label) => {
      const others = known.get(name) ?? new Map();
      const edge = others.get(other.name) ?? { other, labels: new Set() };
      if (label !== undefined) edge.labels.add(label);
      known.set(name, others.set(other.name, edge));
    },
    of: (name) =>
      [...(known.get(name)?.values() ?? [])].map(({ other, labels }) => ({ ...make(other), labels: [...labels] })),
  };
}

function neighbour(
  participant: Participant,
  timeouts: ReadonlyMap<string, Stated<Milliseconds>>,
): Omit<Neighbour, 'labels'> {
  const { name } = participant;
  const protocol = participant.kind === 'service' ? participant.service.protocol : undefined;
  const timeout = timeouts.get(name);
  return { name, ...(protocol && { protocol }), ...(timeout && { timeout }) };
}

/** More names than these are counted: one cell of a thousand of them would make each row of its table as long. */
const mostNames = 12;

/** The names of some neighbours in one line; nothing when there are none. */
export function namesOf(some: readonly Neighbour[]): string | undefined {
  if (some.length === 0) return undefined;
  const shown = some.length > mostNames ? some.slice(0, mostNames - 1) : some;
  const names = shown.map(({ name }) => name).join(', ');
  return shown === some ? names : `${names} and ${some.length - shown.length} others`;
}
