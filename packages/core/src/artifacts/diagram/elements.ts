import { calls, everyCall } from '#derive/calls';
import type { CacheLayer, Model, Participant, Service } from '#model/index';
import { type ElementKind, kindByWords, placesOf, saysNone, saysOutside, systemName } from './classify.ts';

/** A box of a diagram. */
export interface Element {
  /** Unique in its diagram, and no word of Mermaid's: `service_api`. */
  readonly id: string;
  readonly kind: ElementKind;
  /** Whether somebody else runs it. */
  readonly outside: boolean;
  readonly name: string;
  readonly technology: string;
  readonly description: string;
}

/** An arrow of a diagram: all calls of the request flow between the same two ends. */
export interface Relation {
  readonly from: Element;
  readonly to: Element;
  /** What the steps say, each wording once. */
  readonly labels: readonly string[];
  /** The protocol that the callee speaks; empty where none is stated. */
  readonly technology: string;
}

/** What a diagram of the system shows, before it is drawn in any notation. */
export interface Elements {
  readonly system: string;
  readonly elements: readonly Element[];
  readonly relations: readonly Relation[];
}

/** The whole system as one element. */
export function systemElement({ system }: Elements): Element {
  return { id: 'system', kind: 'system', outside: false, name: system, technology: '', description: '' };
}

/** Whether an element stands for somebody, not something. */
export function isPerson({ kind }: Element): boolean {
  return kind === 'person';
}

/**
 * The elements of the system: everybody who takes part in the request flow, every service, boundary and integration,
 * and the job queue. A boundary that describes a service is that service. Caches are drawn only where the flow names them.
 */
export function elementsOf(model: Model): Elements {
  const places = placesOf(model);
  const ids = identifiers();
  const made = new Map<string, Element>();
  const place = (participant: Participant): Element => {
    const key = `${participant.kind}/${participant.name}`;
    const element = made.get(key) ?? elementOf(participant, ids(participant), places.get(participant));
    made.set(key, element);
    return element;
  };
  const relations = relationsOf(model, place);
  for (const participant of model.participants) if (standsAlone(model, participant)) place(participant);
  return { system: systemName(model), elements: [...made.values(), ...queueOf(model)], relations };
}

/** Whether it is drawn even where the flow does not name it. */
function standsAlone(model: Model, participant: Participant): boolean {
  if (participant.kind === 'cache' || participant.kind === 'actor') return false;
  if (participant.kind === 'boundary' && saysNone(participant.boundary.description?.value)) return false;
  if (participant.kind === 'integration' && saysNone(participant.integration.description?.value)) return false;
  return model.resolve(participant.name) === participant;
}

function relationsOf(model: Model, place: (participant: Participant) => Element): readonly Relation[] {
  const relations = new Map<string, { readonly relation: Relation; readonly labels: Set<string> }>();
  for (const call of everyCall(calls(model))) {
    const [from, to] = [place(call.from), place(call.to)];
    const technology = call.to.kind === 'service' ? (call.to.service.protocol?.value ?? '') : '';
    const key = `${from.id} ${to.id}`;
    const found = relations.get(key) ?? { relation: { from, to, labels: [], technology }, labels: new Set() };
    if (call.step.label !== undefined) found.labels.add(call.step.label.value);
    relations.set(key, found);
  }
  return [...relations.values()].map(({ relation, labels }) => ({ ...relation, labels: [...labels] }));
}

function elementOf(participant: Participant, id: string, place: string | undefined): Element {
  return { id, name: participant.name, ...looksOf(participant, place) };
}

type Looks = Omit<Element, 'id' | 'name'>;

function looksOf(participant: Participant, place: string | undefined): Looks {
  switch (participant.kind) {
    case 'service':
      return serviceLooks(participant.service, place);
    case 'cache':
      return cacheLooks(participant.cache);
    case 'boundary': {
      const description = participant.boundary.description?.value ?? '';
      const kind = kindByWords(participant.name, description);
      return { kind, outside: saysOutside(description), technology: '', description };
    }
    case 'integration':
      return {
        kind: 'container',
        outside: true,
        technology: '',
        description: participant.integration.description?.value ?? '',
      };
    case 'actor':
      break;
  }
  return { kind: 'person', outside: true, technology: '', description: '' };
}

function serviceLooks({ responsibility, interface: offered, protocol }: Service, place: string | undefined): Looks {
  return {
    kind: kindByWords(protocol?.value, offered?.value),
    outside: saysOutside(place, responsibility?.value, offered?.value),
    technology: offered?.value ?? '',
    description: [responsibility?.value, place].filter((part) => part !== undefined).join('. '),
  };
}

function cacheLooks({ technology, useCase }: CacheLayer): Looks {
  return { kind: 'database', outside: false, technology: technology?.value ?? '', description: useCase?.value ?? '' };
}

/** The queue of the background jobs, unless it is one of the participants. Who enqueues is not stated, so no arrow leads to it. */
function queueOf(model: Model): readonly Element[] {
  const { queue, types } = model.overview.jobs;
  if (queue === undefined || saysNone(queue.value) || model.resolve(queue.value) !== undefined) return [];
  const description = types.map((type) => type.value).join(', ');
  return [{ id: 'queue', kind: 'queue', outside: false, name: 'Job queue', technology: queue.value, description }];
}

/** Gives each participant an identifier of its own: its kind and name in `a-z0-9_`, numbered where two come out the same. */
function identifiers(): (participant: Participant) => string {
  const taken = new Map<string, number>();
  return ({ kind, name }) => {
    const stem = `${kind}_${name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '_')
      .replace(/^_+|_+$/g, '')}`;
    const copies = (taken.get(stem) ?? 0) + 1;
    taken.set(stem, copies);
    return copies === 1 ? stem : `${stem}__${copies}`;
  };
}
