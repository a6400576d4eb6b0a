export { CallEdge, type CallEdgeStatus } from './call-edge.ts';
export { type CallEdges, callEdges } from './call-edges.ts';
export { CallError, type CallErrorKind } from './call-error.ts';
export { deadlineOf } from './deadline-of.ts';
export type { CallEnvironment, Calling, CallOptions, CallPolicies } from './running-call.ts';
