import type { EdgeStatus, InstanceStatus, ServiceStatus, ShownFault, SystemStatus } from '@asbuilt/runtime';
import { createColors } from 'picocolors';
import { faultText } from './fault-text.ts';
import { type Column, fittedTable } from './fitted-table.ts';
import { cutLine } from './table.ts';

/** How the status is shown. */
export interface StatusLook {
  readonly color: boolean;
  /** What it may be wide; as wide as it likes where absent. */
  readonly columns?: number;
  /** What was shown before, and how long ago: calls a second are the difference. */
  readonly before?: { readonly status: SystemStatus; readonly ms: number };
}

/** The status of a running system for people: what runs where, how its edges do, and what is broken on purpose. */
export function statusTable({ services, edges, faults = [] }: SystemStatus, look: StatusLook): string {
  return [
    fittedTable(serviceColumns(look), services.flatMap(serviceRows), look),
    '',
    fittedTable(edgeColumns(look), edges, look),
    '',
    ...(faults.length === 0 ? [] : [...faultLines(faults, look), '']),
  ].join('\n');
}

function faultLines(
  faults: readonly ShownFault[],
  { color, columns = Number.POSITIVE_INFINITY }: StatusLook,
): string[] {
  const { bold, yellow } = createColors(color);
  return [bold(cutLine('Faults', columns)), ...faults.map((fault) => yellow(cutLine(faultText(fault), columns)))];
}

const none = '·';

/** A service, or one of several instances of one. */
type ServiceRow = Pick<ServiceStatus, 'name' | 'address' | 'restarts'> & {
  readonly state: string;
  readonly own?: Pick<InstanceStatus, 'inFlight' | 'cpuCores' | 'memoryBytes'>;
};

/** A service, and below it its instances where they are several. */
function serviceRows(service: ServiceStatus): readonly ServiceRow[] {
  const { instances = [] } = service;
  const [first] = instances;
  const said = service.standIn === undefined ? service.state : `${service.state}, stand-in`;
  if (instances.length < 2) return [{ ...service, state: `${said}${still(first)}`, ...(first && { own: first }) }];
  const well = instances.filter(({ state, standsStill }) => state === 'healthy' && standsStill !== true).length;
  const { name, state, restarts } = service;
  const inFlight = instances.reduce((all, own) => all + own.inFlight, 0);
  const whole = { name, state: `${state} ${well}/${instances.length}`, restarts, own: { inFlight } };
  return [
    whole,
    ...instances.map((own) => ({ ...own, name: `  #${own.number}`, state: `${own.state}${still(own)}`, own })),
  ];
}

function still(instance: InstanceStatus | undefined): string {
  return instance?.standsStill === true ? ', stands still' : '';
}

function serviceColumns({ color }: StatusLook): readonly Column<ServiceRow>[] {
  return [
    { title: 'Service', cell: ({ name }) => name },
    { title: 'State', cell: ({ state }) => painted(state, color) },
    { title: 'Address', cell: ({ address }) => address ?? none, dropped: 3 },
    { title: 'Restarts', cell: ({ restarts }) => count(restarts), dropped: 4 },
    { title: 'In flight', cell: ({ own }) => own && count(own.inFlight), isFor: areSeveral, dropped: 2 },
    {
      title: 'CPU',
      cell: ({ own }) => (own?.cpuCores === undefined ? undefined : `${Math.round(own.cpuCores * 100)} %`),
    },
    {
      title: 'Memory',
      cell: ({ own }) => (own?.memoryBytes === undefined ? undefined : `${Math.round(own.memoryBytes / 1e6)} MB`),
      dropped: 1,
    },
  ];
}

function areSeveral(rows: readonly ServiceRow[]): boolean {
  return rows.some(({ name }) => name.startsWith('  #'));
}

function painted(state: string, color: boolean): string {
  const { green, yellow, red, dim } = createColors(color);
  const paint = [
    [/stands still$/, yellow],
    [/^healthy/, green],
    [/^(?:starting|restarting|unready|draining)/, yellow],
    [/^(?:failed|stopped)/, red],
  ] as const;
  return (paint.find(([pattern]) => pattern.test(state))?.[1] ?? dim)(state);
}

function edgeColumns({ color, before }: StatusLook): readonly Column<EdgeStatus>[] {
  const { red, yellow, dim } = createColors(color);
  const paint = { closed: (text: string) => text, 'half-open': yellow, open: red, none: dim };
  return [
    { title: 'Edge', cell: ({ name }) => name },
    { title: 'Listens at', cell: ({ address }) => address, dropped: 1 },
    { title: 'Timeout', cell: ({ timeoutMs }) => milliseconds(timeoutMs), dropped: 3 },
    { title: 'Breaker', cell: ({ breaker, observed }) => (observed ? yellow('observed') : paint[breaker](breaker)) },
    { title: 'Requests', cell: ({ requests }) => String(requests), dropped: 5 },
    { title: 'A second', cell: (edge) => before && rate(edge, before), isFor: () => before !== undefined },
    { title: 'In flight', cell: ({ inFlight }) => count(inFlight), isFor: () => before !== undefined, dropped: 4 },
    { title: 'Failures', cell: ({ failures }) => (failures === 0 ? none : red(String(failures))) },
    { title: 'p50', cell: ({ p50Ms }) => milliseconds(p50Ms), dropped: 2 },
    { title: 'p99', cell: ({ p99Ms }) => milliseconds(p99Ms) },
  ];
}

function rate({ name, requests }: EdgeStatus, { status, ms }: NonNullable<StatusLook['before']>): string {
  const earlier = status.edges.find((edge) => edge.name === name)?.requests ?? 0;
  const perSecond = ((requests - earlier) * 1_000) / ms;
  return perSecond === 0 ? none : perSecond.toFixed(perSecond < 10 ? 1 : 0);
}

function count(value: number): string {
  return value === 0 ? none : String(value);
}

/** `12 ms`, `30 s` */
function milliseconds(ms: number | undefined): string {
  if (ms === undefined) return none;
  return ms >= 1_000 ? `${Number((ms / 1_000).toPrecision(3))} s` : `${Number(ms.toPrecision(2))} ms`;
}
