import type { EdgeStatus, ServiceState, ServiceStatus, SystemStatus } from '@asbuilt/runtime';
import { createColors } from 'picocolors';
import { table } from './table.ts';

/** The status of a running system for people: what runs where, and how its edges do. */
export function statusTable({ services, edges }: SystemStatus, color: boolean): string {
  const { bold } = createColors(color);
  const titles = (...names: readonly string[]): readonly string[] => names.map(bold);
  return [
    table([
      titles('Service', 'State', 'Address', 'Restarts'),
      ...services.map((service) => serviceRow(service, color)),
    ]),
    '',
    table([
      titles('Edge', 'Listens at', 'Timeout', 'Breaker', 'Requests', 'Failures', 'p50', 'p99'),
      ...edges.map((edge) => edgeRow(edge, color)),
    ]),
    '',
  ].join('\n');
}

const none = '·';

function serviceRow({ name, state, address, restarts }: ServiceStatus, color: boolean): readonly string[] {
  return [name, painted(state, color), address ?? none, restarts === 0 ? none : String(restarts)];
}

function painted(state: ServiceState, color: boolean): string {
  const { green, yellow, red, dim } = createColors(color);
  const paint = {
    healthy: green,
    starting: yellow,
    restarting: yellow,
    failed: red,
    stopped: red,
    external: dim,
    unbound: dim,
  };
  return paint[state](state);
}

function edgeRow(edge: EdgeStatus, color: boolean): readonly string[] {
  const { red, yellow, dim } = createColors(color);
  const breaker = { closed: (text: string) => text, 'half-open': yellow, open: red, none: dim }[edge.breaker](
    edge.breaker,
  );
  const failures = edge.failures === 0 ? none : red(String(edge.failures));
  return [
    edge.name,
    edge.address,
    milliseconds(edge.timeoutMs),
    breaker,
    String(edge.requests),
    failures,
    milliseconds(edge.p50Ms),
    milliseconds(edge.p99Ms),
  ];
}

/** `12 ms`, `30 s` */
function milliseconds(ms: number | undefined): string {
  if (ms === undefined) return none;
  return ms >= 1_000 ? `${Number((ms / 1_000).toPrecision(3))} s` : `${Number(ms.toPrecision(2))} ms`;
}
