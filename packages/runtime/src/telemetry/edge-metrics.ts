import { Counter, Gauge } from 'prom-client';
import type { EdgeMeter } from './edge-meter.ts';

const edgeLabels = ['edge', 'from', 'to'] as const;
const breakerValues = { closed: 0, 'half-open': 1, open: 2 } as const;

interface Named {
  readonly name: string;
  readonly help: string;
}

/** A number of each edge; an edge of which it is undefined does not have it. */
interface Single extends Named {
  readonly value: (meter: EdgeMeter) => number | undefined;
}

/** Several numbers of each edge, by the values of one more label. */
interface Labelled extends Named {
  readonly label: string;
  readonly values: (meter: EdgeMeter) => Iterable<readonly [labelled: string | number, value: number]>;
}

const counters: readonly (Single | Labelled)[] = [
  {
    name: 'asbuilt_edge_requests_total',
    help: 'Calls on an edge, without those of drills, by the status that the caller got (TCP: connections by outcome; PostgreSQL and Redis: also queries and commands, ok or by code of error).',
    label: 'code',
    values: ({ codes }) => codes,
  },
  // What failures are a share of: a client that leaves, or one that is refused, makes no share smaller or larger.
  {
    name: 'asbuilt_edge_judged_total',
    help: 'Calls that went well or failed, without those of drills, those whose client left and those that were refused: what failures are a share of.',
    value: ({ judged }) => judged,
  },
  {
    name: 'asbuilt_edge_failures_total',
    help: 'Calls that the callee or a policy failed, without those of drills.',
    value: ({ failures, drillFailures }) => failures - drillFailures,
  },
  // Drills have counters of their own instead of a label, so that whoever forgets about them charges nobody for them.
  {
    name: 'asbuilt_edge_drill_requests_total',
    help: 'Calls on an edge that drills made, or services on their behalf.',
    value: ({ drillRequests }) => drillRequests,
  },
  {
    name: 'asbuilt_edge_drill_failures_total',
    help: 'Those among the calls of drills that the callee or a policy failed.',
    value: ({ drillFailures }) => drillFailures,
  },
  {
    name: 'asbuilt_edge_bytes_total',
    help: 'Bytes of bodies (TCP: of all data) by direction.',
    label: 'direction',
    values: ({ bytesToCallee, bytesToCaller }) => [
      ['to-callee', bytesToCallee],
      ['to-caller', bytesToCaller],
    ],
  },
  {
    name: 'asbuilt_edge_policy_acts_total',
    help: 'What the policies of an edge did, as the Asbuilt-Policy header says it; each retry is one.',
    label: 'policy',
    values: ({ acts }) => acts,
  },
];

const gauges: readonly Single[] = [
  {
    name: 'asbuilt_edge_in_flight',
    help: 'Calls that are running (TCP: open connections; PostgreSQL and Redis: queries and commands).',
    value: ({ inFlight }) => inFlight,
  },
  {
    name: 'asbuilt_edge_connections',
    help: 'Open connections of callers on a TCP edge.',
    value: ({ connections }) => connections,
  },
  {
    name: 'asbuilt_edge_connection_limit',
    help: 'Connections that the callee accepts from all its callers together, where that is stated or could be asked.',
    value: (meter) => meter.connectionLimit(),
  },
  {
    name: 'asbuilt_breaker_state',
    help: 'Where the circuit breaker of an edge stands: 0 closed, 1 half-open, 2 open.',
    value: ({ breakerState }) => (breakerState === undefined ? undefined : breakerValues[breakerState()]),
  },
];

/**
 * The counters and gauges of all edges. Their values are read from the meters when somebody asks,
 * so that a call costs the increments of its meter and nothing more.
 */
export function edgeMetrics(meters: ReadonlySet<EdgeMeter>): readonly (Counter | Gauge)[] {
  return [...counters.map((counted) => counter(counted, meters)), ...gauges.map((shown) => gauge(shown, meters))];
}

function counter(counted: Single | Labelled, meters: ReadonlySet<EdgeMeter>): Counter {
  const { name, help } = counted;
  return new Counter({
    name,
    help,
    labelNames: 'label' in counted ? [...edgeLabels, counted.label] : edgeLabels,
    registers: [],
    collect() {
      this.reset();
      for (const meter of meters) for (const [labels, value] of samplesOf(counted, meter)) this.inc(labels, value);
    },
  });
}

function gauge(shown: Single, meters: ReadonlySet<EdgeMeter>): Gauge {
  const { name, help } = shown;
  return new Gauge({
    name,
    help,
    labelNames: edgeLabels,
    registers: [],
    collect() {
      this.reset();
      for (const meter of meters) for (const [labels, value] of samplesOf(shown, meter)) this.set(labels, value);
    },
  });
}

type Sample = readonly [labels: Record<string, string | number>, value: number];

function samplesOf(measure: Single | Labelled, meter: EdgeMeter): readonly Sample[] {
  if ('label' in measure)
    return [...measure.values(meter)].map(([labelled, value]) => [
      { ...meter.labels, [measure.label]: labelled },
      value,
    ]);
  const value = measure.value(meter);
  return value === undefined ? [] : [[{ ...meter.labels }, value]];
}
