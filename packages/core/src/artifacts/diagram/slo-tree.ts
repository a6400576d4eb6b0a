import { inSeries } from '#derive/availability';
import { failuresByName } from '#derive/by-name';
import { type Call, calls, everyCall } from '#derive/calls';
import { hardDependencies } from '#derive/hard-dependency';
import { mayStandIn } from '#derive/stand-in';
import type { Model, Ratio } from '#model/index';

/** A service in the tree of what depends on what. */
export interface SloNode {
  readonly name: string;
  /** Absent where no objective is stated. */
  readonly objective?: Ratio;
  /** What it can reach at most when it needs each of the services with an objective below it: the product of theirs. */
  readonly reachable?: Ratio;
}

/** A service that needs another one. */
export interface SloEdge {
  readonly from: string;
  readonly to: string;
  /** The failure table says what to answer without it, so that its failure is not the caller's. */
  readonly isSoft: boolean;
}

export interface SloTree {
  readonly nodes: readonly SloNode[];
  readonly edges: readonly SloEdge[];
}

/** More boxes than these show nothing any more. */
const mostNodes = 40;

/**
 * Which service needs which, by the calls of the request flow, with their objectives and what is left of them by what
 * they cannot do without.
 */
export function sloTree(model: Model): SloTree {
  const every = everyCall(calls(model)).filter(({ from, to }) => from.name !== to.name);
  const failures = failuresByName(model);
  const edges = new Map<string, SloEdge>();
  for (const { from, to } of every) {
    if (from.kind === 'actor' || to.kind === 'actor') continue;
    const isSoft = failures.get(to.name)?.some(mayStandIn) === true;
    edges.set(`${from.name}\n${to.name}`, { from: from.name, to: to.name, isSoft });
  }
  const promised = new Map(hardDependencies(model).map((each) => [each.name, each]));
  const names = new Set([...namesOf(every), ...promised.keys()]);
  const nodes = [...names].map((name): SloNode => {
    const own = promised.get(name);
    if (own === undefined) return { name };
    const objective = own.objective.value;
    if (own.needs.length === 0) return { name, objective };
    return { name, objective, reachable: inSeries(own.needs.map((need) => need.objective.value)) };
  });
  return { nodes, edges: [...edges.values()] };
}

function namesOf(every: readonly Call[]): readonly string[] {
  return every.flatMap(({ from, to }) => [from, to]).flatMap(({ kind, name }) => (kind === 'actor' ? [] : [name]));
}

/** A tree that is not too large, and how many services are left out of it. */
export interface FoldedTree extends SloTree {
  readonly more: number;
}

/** The first of many: those with an objective, and those that they need. */
export function foldedTree({ nodes, edges }: SloTree): FoldedTree {
  if (nodes.length <= mostNodes) return { nodes, edges, more: 0 };
  const linked = new Set(edges.flatMap(({ from, to }) => [from, to]));
  const weight = (node: SloNode): number =>
    (isOverpromised(node) ? 4 : 0) + (node.reachable === undefined ? 0 : 2) + (linked.has(node.name) ? 1 : 0);
  const kept = new Set(nodes.toSorted((a, b) => weight(b) - weight(a)).slice(0, mostNodes));
  const names = new Set([...kept].map(({ name }) => name));
  return {
    nodes: nodes.filter((node) => kept.has(node)),
    edges: edges.filter(({ from, to }) => names.has(from) && names.has(to)),
    more: nodes.length - kept.size,
  };
}

/** Whether what it needs is promised for less than it promises itself. */
export function isOverpromised({ objective, reachable }: SloNode): boolean {
  return objective !== undefined && reachable !== undefined && reachable < objective;
}
