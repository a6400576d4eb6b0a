import { describe, expect, it } from 'vitest';
import type { Overview } from '../../src/model/index.ts';
import { link, read } from '../../src/overview/index.ts';
import { printOverview } from '../../src/overview/print.ts';

const overviewOf = (...lines: string[]): Overview => link(read(`${lines.join('\n')}\n`)).overview;

/** Each load as `API 300`, the whole system's as `300`. */
const loadsOf = ({ scaling }: Overview): string[] =>
  scaling.loads.map(({ service, requestsPerSecond }) => `${service?.value ?? ''} ${requestsPerSecond.value}`.trim());

/** Each capacity as its service and the values that are stated. */
const capacitiesOf = ({ scaling }: Overview): Record<string, unknown>[] =>
  scaling.capacities.map((row) => Object.fromEntries(Object.entries(row).map(([key, { value }]) => [key, value])));

const tiers = (...rows: string[]): unknown[] =>
  overviewOf('## Costs', '| Service | Tier | Cost |', '|---|---|---|', ...rows).costs.map(
    ({ machines, cpuCores, memoryBytes }) => [machines?.value, cpuCores?.value, memoryBytes?.value],
  );

const row = (mitigation: string): unknown[] => {
  const [failure] = overviewOf(
    '## Failures & Timeouts',
    '| Failure | Mitigation |',
    '|---|---|',
    `| DB down | ${mitigation} |`,
  ).failures;
  return [
    failure?.mitigations.map(({ value }) => value),
    failure?.retries?.value,
    failure?.measures.map(({ value }) => value),
  ];
};

const document = [
  '## 9. Scaling Plan',
  '',
  '**Peak load:** 300 requests per second',
  '',
  '**Vertical Scaling:**',
  '- API instances: 2 CPU cores, 4GB RAM, pool of 20 connections',
  '- Worker: 1 core',
  '',
  '**Load:**',
  '- API: 250 rps at noon',
  '- Reports: a few now and then',
  '',
  '**Capacity:**',
  '- API: 150 req/s per instance, 50 requests at a time, 40ms a request',
  '- Database: max_connections = 100',
];

describe('the reader of load and capacity', () => {
  it('takes a load for the whole system or for one service, and only with its unit', () => {
    expect(loadsOf(overviewOf(...document))).toEqual(['300', 'API 250']);
  });

  it('takes what an instance can do from the lines that say it', () => {
    expect(capacitiesOf(overviewOf(...document))).toEqual([
      { service: 'API', poolConnections: 20 },
      { service: 'API', requestsPerSecond: 150, concurrency: 50, requestMs: 40 },
      { service: 'Database', maxConnections: 100 },
    ]);
  });

  it('reads what it prints', () => {
    const overview = overviewOf(...document);
    const again = link(read(printOverview(overview))).overview;
    expect(loadsOf(again)).toEqual(loadsOf(overview));
    expect(capacitiesOf(again)).toEqual(capacitiesOf(overview));
  });

  it('tells what an instance opens from what a service accepts', () => {
    const overview = overviewOf(
      '## Scaling',
      '',
      '**Connections:**',
      '- API: up to 10 instances, pool of up to 20 connections',
      '- Worker: up to 4 instances with some connections',
      '- Store: up to 10 instances, at most 100 connections',
    );
    expect(capacitiesOf(overview)).toEqual([
      { service: 'API', poolConnections: 20 },
      { service: 'Store', maxConnections: 100 },
    ]);
  });

  it('takes no number of something else for a number of connections or requests', () => {
    const overview = overviewOf(
      '## Scaling',
      '',
      '**Capacity:**',
      '- API: up to 10 instances, 1,200 rps, 200 requests in the queue, 40ms to start',
      '- Disk: at most 100 GB',
    );
    expect(capacitiesOf(overview)).toEqual([]);
  });
});

describe('the reader of what one tier pays for', () => {
  it('takes machines, cores and memory where the cell says so', () => {
    expect(tiers('| API | 2 × 4 core, 8GB | $80 |', '| Web | 3 nodes, 2 vCPU / 4 GiB RAM | $9 |')).toEqual([
      [2, 4, 8e9],
      [3, 2, 4 * 2 ** 30],
    ]);
  });

  it('takes no disk for memory, and no name of a plan for a number', () => {
    expect(tiers('| DB | Standard 2X, 100GB disk | $50 |', '| VM | m5.2xlarge | $70 |', '| F | [tier] | $1 |')).toEqual(
      [
        [undefined, undefined, undefined],
        [undefined, undefined, undefined],
        [undefined, undefined, undefined],
      ],
    );
  });
});

describe('the reader of what is done about a failure', () => {
  it('takes how often a call is tried again', () => {
    expect(row('Retry (3×), fallback')).toEqual([['retry', 'fallback'], 3, []]);
    expect(row('client retry up to 2 times')).toEqual([['client-retry'], 2, []]);
    expect(row('5 retries with backoff')).toEqual([['retry'], 5, []]);
    expect(row('retry within 3 seconds')).toEqual([['retry'], undefined, []]);
  });

  it('leaves an open decision open, whatever it could be', () => {
    const { failures } = overviewOf(
      '## Failures & Timeouts',
      '| Failure | Mitigation |',
      '|---|---|',
      '| DB down | [retry/fallback] |',
    );
    expect(failures[0]?.mitigations).toEqual([]);
  });

  it('keeps the measures that no mechanism stands for, as they are written', () => {
    expect(row('page the on-call, retry, —')).toEqual([['retry'], undefined, ['page the on-call']]);
  });
});
