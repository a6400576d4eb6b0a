import { Counter, Gauge } from 'prom-client';
import type { EdgeMeter } from './edge-meter.ts';

const edgeLabels = ['edge', 'from', 'to'] as const;
const breakerValues = { closed: 0, 'half-open': 1, open: 2 } as const;

/**
 * The counters and gauges of all edges. Their values are read from the meters when somebody asks,
 * so that a call costs the increments of its meter and nothing more.
 */
export function edgeMetrics(meters: ReadonlySet<EdgeMeter>): readonly (Counter | Gauge)[] {
  return [
    requestsTotal(meters),
    judgedTotal(meters),
    failuresTotal(meters),
    drillRequestsTotal(meters),
    drillFailuresTotal(meters),
    bytesTotal(meters),
    policyActs(meters),
    inFlight(meters),
    connections(meters),
    connectionLimit(meters),
    breakerState(meters),
  ];
}

function requestsTotal(meters: ReadonlySet<EdgeMeter>): Counter {
  return new Counter({
    name: 'asbuilt_edge_requests_total',
    help: 'Calls on an edge, without those of drills, by the status that the caller got (TCP: connections by outcome; PostgreSQL and Redis: also queries and commands, ok or by code of error).',
    labelNames: [...edgeLabels, 'code'],
    registers: [],
    collect() {
      this.reset();
      for (const meter of meters) {
        for (const [code, count] of meter.codes) this.inc({ ...meter.labels, code }, count);
      }
    },
  });
}

/** What failures are a share of: a client that leaves, or one that is refused, makes no share smaller or larger. */
function judgedTotal(meters: ReadonlySet<EdgeMeter>): Counter {
  return new Counter({
    name: 'asbuilt_edge_judged_total',
    help: 'Calls that went well or failed, without those of drills, those whose client left and those that were refused: what failures are a share of.',
    labelNames: edgeLabels,
    registers: [],
    collect() {
      this.reset();
      for (const meter of meters) this.inc({ ...meter.labels }, meter.judged);
    },
  });
}

function failuresTotal(meters: ReadonlySet<EdgeMeter>): Counter {
  return new Counter({
    name: 'asbuilt_edge_failures_total',
    help: 'Calls that the callee or a policy failed, without those of drills.',
    labelNames: edgeLabels,
    registers: [],
    collect() {
      this.reset();
      for (const meter of meters) this.inc({ ...meter.labels }, meter.failures - meter.drillFailures);
    },
  });
}

/** Drills have counters of their own instead of a label, so that whoever forgets about them charges nobody for them. */
function drillRequestsTotal(meters: ReadonlySet<EdgeMeter>): Counter {
  return new Counter({
    name: 'asbuilt_edge_drill_requests_total',
    help: 'Calls on an edge that drills made, or services on their behalf.',
    labelNames: edgeLabels,
    registers: [],
    collect() {
      this.reset();
      for (const meter of meters) this.inc({ ...meter.labels }, meter.drillRequests);
    },
  });
}

function drillFailuresTotal(meters: ReadonlySet<EdgeMeter>): Counter {
  return new Counter({
    name: 'asbuilt_edge_drill_failures_total',
    help: 'Those among the calls of drills that the callee or a policy failed.',
    labelNames: edgeLabels,
    registers: [],
    collect() {
      this.reset();
      for (const meter of meters) this.inc({ ...meter.labels }, meter.drillFailures);
    },
  });
}

function bytesTotal(meters: ReadonlySet<EdgeMeter>): Counter {
  return new Counter({
    name: 'asbuilt_edge_bytes_total',
    help: 'Bytes of bodies (TCP: of all data) by direction.',
    labelNames: [...edgeLabels, 'direction'],
    registers: [],
    collect() {
      this.reset();
      for (const meter of meters) {
        this.inc({ ...meter.labels, direction: 'to-callee' }, meter.bytesToCallee);
        this.inc({ ...meter.labels, direction: 'to-caller' }, meter.bytesToCaller);
      }
    },
  });
}

function policyActs(meters: ReadonlySet<EdgeMeter>): Counter {
  return new Counter({
    name: 'asbuilt_edge_policy_acts_total',
    help: 'What the policies of an edge did, as the Asbuilt-Policy header says it; each retry is one.',
    labelNames: [...edgeLabels, 'policy'],
    registers: [],
    collect() {
      this.reset();
      for (const meter of meters) {
        for (const [policy, count] of meter.acts) this.inc({ ...meter.labels, policy }, count);
      }
    },
  });
}

function inFlight(meters: ReadonlySet<EdgeMeter>): Gauge {
  return new Gauge({
    name: 'asbuilt_edge_in_flight',
    help: 'Calls that are running (TCP: open connections; PostgreSQL and Redis: queries and commands).',
    labelNames: edgeLabels,
    registers: [],
    collect() {
      this.reset();
      for (const meter of meters) this.set({ ...meter.labels }, meter.inFlight);
    },
  });
}

function connections(meters: ReadonlySet<EdgeMeter>): Gauge {
  return new Gauge({
    name: 'asbuilt_edge_connections',
    help: 'Open connections of callers on a TCP edge.',
    labelNames: edgeLabels,
    registers: [],
    collect() {
      this.reset();
      for (const meter of meters) this.set({ ...meter.labels }, meter.connections);
    },
  });
}

function connectionLimit(meters: ReadonlySet<EdgeMeter>): Gauge {
  return new Gauge({
    name: 'asbuilt_edge_connection_limit',
    help: 'Connections that the callee accepts from all its callers together, where that is stated or could be asked.',
    labelNames: edgeLabels,
    registers: [],
    collect() {
      this.reset();
      for (const meter of meters) {
        const limit = meter.connectionLimit();
        if (limit !== undefined) this.set({ ...meter.labels }, limit);
      }
    },
  });
}

function breakerState(meters: ReadonlySet<EdgeMeter>): Gauge {
  return new Gauge({
    name: 'asbuilt_breaker_state',
    help: 'Where the circuit breaker of an edge stands: 0 closed, 1 half-open, 2 open.',
    labelNames: edgeLabels,
    registers: [],
    collect() {
      this.reset();
      for (const meter of meters) {
        if (meter.breakerState !== undefined) this.set({ ...meter.labels }, breakerValues[meter.breakerState()]);
      }
    },
  });
}
