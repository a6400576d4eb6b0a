import { calls } from '#derive/calls';
import { errorBudget } from '#derive/error-budget';
import type { SystemPlan } from '#derive/plan';
import { noDeadline } from '#mechanisms/timeout';
import type { Milliseconds, Model, Ratio, StatementPattern } from '#model/index';
import { known } from '#model/index';
import { type EdgeCount, SimulatedEdge } from './edge.ts';
import { Events } from './events.ts';
import { exponential, type Random, randomStream } from './random.ts';
import { type Process, playCall, type SimulatedSystem } from './request.ts';
import { type Scenario, unboundedCallMs } from './scenario.ts';

/** The statements that a forecast uses. */
export const simulates: readonly StatementPattern[] = [
  'data-flow/*/from',
  'data-flow/*/to',
  'failure-modes/*/service',
  'failure-modes/*/timeout',
  'failure-modes/breaker/*',
  'slos/*/service',
  'slos/*/objective',
];

/** What a scenario leads to, by the document's numbers. */
export interface Forecast {
  readonly requests: number;
  readonly good: number;
  /** The share of good requests; 1 where there was none. */
  readonly availability: Ratio;
  /** Time to the answer, good or not; absent without requests. */
  readonly p50Ms?: Milliseconds;
  readonly p99Ms?: Milliseconds;
  readonly edges: readonly ({ readonly name: string } & Readonly<EdgeCount>)[];
  readonly budgets: readonly BudgetForecast[];
  /** What the forecast took for granted because the document does not say it. */
  readonly assumptions: readonly string[];
}

/** What the scenario takes of a service's error budget of 30 days, if it happens once in them at this load. */
export interface BudgetForecast {
  readonly service: string;
  readonly objective: Ratio;
  /** Bad calls as a share of the bad calls that 30 days at this load allow; above 1 the budget is spent. */
  readonly used: number;
}

const monthMs: Milliseconds = 30 * 24 * 3_600_000;

/** Plays a scenario in virtual time over the calls of the request flow. The same scenario gives the same forecast. */
export function forecast(model: Model, plan: SystemPlan, scenario: Scenario): Forecast {
  const edges = new Map(plan.edges.map((edge) => [edge.name, new SimulatedEdge(edge)]));
  const latencies: Milliseconds[] = [];
  const good = play(model, scenario, edges, (startedAt, now) => latencies.push(now - startedAt));
  latencies.sort((a, b) => a - b);
  const [p50Ms, p99Ms] = [quantile(latencies, 0.5), quantile(latencies, 0.99)];
  return {
    requests: latencies.length,
    good,
    availability: latencies.length === 0 ? 1 : good / latencies.length,
    ...(p50Ms !== undefined && { p50Ms }),
    ...(p99Ms !== undefined && { p99Ms }),
    edges: [...edges.values()].map(({ plan: { name }, count }) => ({ name, ...count })),
    budgets: budgetsOf(model, [...edges.values()], scenario),
    assumptions: assumptionsOf(plan, scenario),
  };
}

type Finished = (startedAt: Milliseconds, now: Milliseconds) => void;

/** Lets every request of the scenario happen and counts the good ones. */
function play(model: Model, scenario: Scenario, edges: ReadonlyMap<string, SimulatedEdge>, finished: Finished): number {
  const events = new Events();
  let now: Milliseconds = 0;
  let good = 0;
  const system = simulatedSystem(scenario, edges, () => now);
  const roots = calls(model);
  const resume = (process: Process, startedAt: Milliseconds): void => {
    const { done, value } = process.next();
    if (done !== true) return events.plan(now + value, (at) => wake(at, process, startedAt));
    if (value) good += 1;
    finished(startedAt, now);
  };
  const wake = (at: Milliseconds, process: Process, startedAt: Milliseconds): void => {
    now = at;
    resume(process, startedAt);
  };
  const arrivals = randomStream(scenario.seed, 0);
  const arrive = (at: Milliseconds): void => {
    now = at;
    for (const root of roots) resume(playCall(system, root, noDeadline), at);
    const next = at + exponential(arrivals, 1_000 / scenario.load);
    if (next < scenario.durationMs) events.plan(next, arrive);
  };
  if (roots.length > 0) events.plan(exponential(arrivals, 1_000 / scenario.load), arrive);
  events.run();
  return good;
}

function simulatedSystem(
  scenario: Scenario,
  edges: ReadonlyMap<string, SimulatedEdge>,
  now: () => Milliseconds,
): SimulatedSystem {
  const streams = new Map<string, Random>();
  return {
    scenario,
    now,
    edgeOf: ({ from, to }) => edges.get(`${from.name} → ${to.name}`),
    randomOf: (service) => {
      const stream = streams.get(service) ?? randomStream(scenario.seed, streams.size + 1);
      streams.set(service, stream);
      return stream;
    },
  };
}

/** The nearest-rank quantile of sorted values. */
function quantile(sorted: readonly number[], share: Ratio): number | undefined {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}

function budgetsOf(model: Model, edges: readonly SimulatedEdge[], scenario: Scenario): BudgetForecast[] {
  return model.overview.slos.flatMap(({ service, objective }) => {
    const target = known(objective);
    const name = model.resolve(service.value)?.name ?? service.value;
    const incoming = edges.filter(({ plan }) => plan.to === name);
    const served = incoming.reduce((sum, { count }) => sum + count.calls, 0);
    if (target === undefined || served === 0) return [];
    const bad = incoming.reduce((sum, { count }) => sum + count.refused + count.timedOut, 0);
    const allowed = errorBudget(target) * served * (monthMs / scenario.durationMs);
    return [{ service: name, objective: target, used: bad / allowed }];
  });
}

function assumptionsOf(plan: SystemPlan, { serviceTimeMs }: Scenario): string[] {
  const unbounded = plan.edges.filter(({ timeoutMs }) => timeoutMs === undefined);
  return [
    `each service takes ${serviceTimeMs} ms of its own for a request on average, exponentially distributed`,
    'requests arrive at random and independently of each other (a Poisson process)',
    'a service has room for every request: nothing queues',
    'during an outage calls hang until they are given up',
    ...unbounded.map(
      ({ name }) =>
        `a call ${name} is given up after ${unboundedCallMs / 1_000} s: the failure table states no timeout`,
    ),
  ];
}
