export { CallEdge, type CallEdgeStatus } from './call-edge.ts';
export { type CallEdges, callEdges } from './call-edges.ts';
export { CallError, type CallErrorKind } from './call-error.ts';
export type { CallEnvironment, CallPolicies } from './call-host.ts';
export type { Calling, CallOptions } from './call-options.ts';
export { deadlineOf } from './deadline-of.ts';
