import type { OpenEdge } from '#gateway/open-edge';
import { urlAt } from '#providers/server-url';
import type { Runs } from './service-setup.ts';

/** What the caller of an edge is given: a URL that leads to the callee through the edge. */
export function edgeAddress(edge: OpenEdge, callee: Runs): string {
  switch (callee.kind) {
    case 'provider':
    case 'stand-in':
      return callee.provided.addressThrough(edge);
    case 'elsewhere':
      return urlAt(callee.url, edge).replace(/\/$/, '');
    case 'command':
    case 'unbound':
      return `${schemeOf(edge)}://${edge.host}:${edge.port}`;
  }
}

/** Clients of Redis take a URL of any other scheme for the path of a socket. */
function schemeOf({ plan }: OpenEdge): string {
  return plan.wire === 'redis' ? 'redis' : plan.protocol;
}
