import { type Call, calls, everyCall } from '@asbuilt/core/derive';
import { known, type Model, type Participant } from '@asbuilt/core/model';
import type { Graph, GraphEdge, GraphNode, GraphStep } from './graph.ts';

/**
 * The calls of the request flow as a graph, answers left out. Services and caches stand in it whether they are called or
 * not; parts, integrations and actors only where they take part in a call.
 */
export function graphOf(model: Model): Graph {
  const all = everyCall(calls(model));
  const nodes = new Map<string, GraphNode>();
  for (const participant of model.participants) {
    if (participant.kind === 'service' || participant.kind === 'cache') addNode(nodes, participant);
  }
  const edges = new Map<string, GraphEdge>();
  for (const call of all) {
    addNode(nodes, call.from, call.step.from.span.from);
    addNode(nodes, call.to, call.step.to.span.from);
    addEdge(edges, call);
  }
  return { nodes: [...nodes.values()], edges: [...edges.values()] };
}

function addNode(nodes: Map<string, GraphNode>, participant: Participant, mentionedAt?: number): void {
  if (nodes.has(participant.name)) return;
  const { kind, name } = participant;
  const detail = detailOf(participant);
  const at = statedAt(participant) ?? mentionedAt;
  nodes.set(name, { id: name, kind, ...(detail !== undefined && { detail }), ...(at !== undefined && { at }) });
}

function addEdge(edges: Map<string, GraphEdge>, call: Call): void {
  const key = `${call.from.name}\n${call.to.name}`;
  const before = edges.get(key);
  const protocol = call.to.kind === 'service' ? known(call.to.service.protocol) : undefined;
  edges.set(key, {
    from: call.from.name,
    to: call.to.name,
    steps: [...(before?.steps ?? []), stepOf(call)],
    ...(protocol !== undefined && { protocol }),
  });
}

function stepOf({ step }: Call): GraphStep {
  const label = known(step.label);
  return { step: step.step, at: step.from.span.from, ...(label !== undefined && { label }) };
}

function detailOf(participant: Participant): string | undefined {
  switch (participant.kind) {
    case 'service':
      return known(participant.service.interface) ?? known(participant.service.responsibility);
    case 'cache':
      return known(participant.cache.technology) ?? known(participant.cache.useCase);
    case 'boundary':
      return known(participant.boundary.description);
    case 'integration':
      return known(participant.integration.description);
    case 'actor':
      return undefined;
  }
}

/** Where the document introduces it; an actor is introduced nowhere. */
function statedAt(participant: Participant): number | undefined {
  switch (participant.kind) {
    case 'service':
      return participant.service.name.span.from;
    case 'cache':
      return participant.cache.layer.span.from;
    case 'boundary':
      return participant.boundary.name.span.from;
    case 'integration':
      return participant.integration.name.span.from;
    case 'actor':
      return undefined;
  }
}
