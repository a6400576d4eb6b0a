import type { Participant } from '@asbuilt/core/model';

/** What the diagram draws: who takes part, and who calls whom. */
export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

export interface GraphNode {
  /** The participant's name, unique. */
  readonly id: string;
  readonly kind: Participant['kind'];
  /** What it is made of or how it is spoken to, e.g. `REST/GraphQL`. */
  readonly detail?: string;
  /** Where the document states it: an offset in its text. */
  readonly at?: number;
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  /** The steps of the request flow that make this call, in their order. */
  readonly steps: readonly GraphStep[];
  /** How the callee is spoken to, as the document states it. */
  readonly protocol?: string;
}

export interface GraphStep {
  /** The number in the document, counted from 1. */
  readonly step: number;
  readonly label?: string;
  readonly at: number;
}
