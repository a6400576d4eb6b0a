import { artifacts } from '@asbuilt/core/artifacts';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { modelOf, overviewText } from './overviews.ts';
import { hasPromtool, promtool } from './promtool.ts';
import { shopOverview } from './shop.ts';

function rulesOf(overview: string): string {
  const artifact = artifacts.find(({ path }) => path === 'observability/prometheus-rules.yml');
  return artifact?.derive({ file: 'overview.md', model: modelOf(overview) }) ?? '';
}

/** How long the calls of an edge go on in the same way, and how many there are and fail from one scrape to the next. */
interface Stretch {
  readonly scrapes: number;
  readonly requests: number;
  readonly failures: number;
}

/** The counters of one edge. */
function series(stretches: readonly Stretch[]): string {
  const values = (each: (stretch: Stretch) => number): string => {
    let total = 0;
    return stretches
      .map((stretch) => {
        const from = total;
        total += each(stretch) * stretch.scrapes;
        return `${from + each(stretch)}+${each(stretch)}x${stretch.scrapes - 1}`;
      })
      .join(' ');
  };
  const labels = 'edge="Frontend → API",from="Frontend",to="API"';
  return [
    `      - series: 'asbuilt_edge_judged_total{${labels}}'`,
    `        values: '0 ${values(({ requests }) => requests)}'`,
    // As many clients leave as are answered, and they make no share of failures smaller.
    `      - series: 'asbuilt_edge_requests_total{${labels},code="200"}'`,
    `        values: '0 ${values(({ requests }) => requests)}'`,
    `      - series: 'asbuilt_edge_requests_total{${labels},code="499"}'`,
    `        values: '0 ${values(({ requests }) => requests)}'`,
    `      - series: 'asbuilt_edge_failures_total{${labels}}'`,
    `        values: '0 ${values(({ failures }) => failures)}'`,
  ].join('\n');
}

/** A test that scrapes and evaluates once in an interval. */
function scenario(interval: string, input: string, expected: string): Readonly<Record<string, string>> {
  const rules = rulesOf(overviewText('parcel-desk'));
  const { groups } = parse(rules);
  // What one group records, another one reads: promtool takes them in any order unless told, Prometheus again and again.
  const order = JSON.stringify(groups.map(({ name }: { readonly name: string }) => name));
  const test = `rule_files: [rules.yml]\nevaluation_interval: ${interval}\ngroup_eval_order: ${order}\ntests:\n  - interval: ${interval}\n    input_series:\n${input}\n${expected}`;
  return { 'rules.yml': rules, 'test.yml': test };
}

/** Alerts of the API at a time: how many of each severity. */
function firing(at: string, alert: string, severities: readonly string[]): string {
  const count = severities.map((severity) => `          - labels: '{severity="${severity}"}'\n            value: 1`);
  const expr = `count by (severity) (ALERTS{alertname="${alert}",alertstate="firing",service="API"})`;
  const samples = count.length === 0 ? ' []' : `\n${count.join('\n')}`;
  return `      - expr: '${expr}'\n        eval_time: ${at}\n        exp_samples:${samples}`;
}

describe('observability/prometheus-rules.yml', () => {
  it.each([overviewText('parcel-desk'), overviewText('nasty-names'), overviewText('bare'), shopOverview(30)])(
    'is YAML with groups whose rules have an expression each',
    (overview) => {
      const { groups } = parse(rulesOf(overview));
      const rules = groups.flatMap((group: { readonly rules: readonly unknown[] }) => group.rules);
      for (const rule of rules) expect(rule).toMatchObject({ expr: expect.stringMatching(/^\S/) });
      expect(new Set(groups.map(({ name }: { readonly name: string }) => name)).size).toBe(groups.length);
    },
  );

  it('says of which objective nothing is measured', () => {
    const slo = '## SLOs\n\n| Service | SLO |\n|---|---|\n| CDN | 99.9% |\n';
    expect(rulesOf(`# A\n\n${slo}`)).toBe(
      '# CDN: no call of the request flow leads to it, so no edge counts how it keeps its objective.\ngroups: []\n',
    );
  });

  it('warns of no rate that cannot be reached', () => {
    const text = rulesOf(overviewText('parcel-desk').replace('99.9% uptime', '90% uptime'));
    expect(text).not.toContain('14.4 * 0.1 ');
    expect(text).toContain('> 6 * 0.1 and');
  });
});

describe.skipIf(!hasPromtool)('promtool', () => {
  it.each(['parcel-desk', 'nasty-names', 'bare'])('finds nothing wrong with the rules of fixtures/%s', (name) => {
    const printed = promtool(['check', 'rules', 'rules.yml'], { 'rules.yml': rulesOf(overviewText(name)) });
    expect(printed).toMatch(/SUCCESS: \d+ rules found/);
  });

  it('refuses broken rules, so that the test above can fail', () => {
    const broken = rulesOf(overviewText('parcel-desk')).replaceAll('sum by (to) (', 'sum by (to (');
    expect(() => promtool(['check', 'rules', 'rules.yml'], { 'rules.yml': broken })).toThrow(/rules/);
  });

  it('sees nobody warned while the budget lasts', () => {
    const input = series([{ scrapes: 3 * 288, requests: 5000, failures: 4 }]);
    const expected = `    promql_expr_test:\n${firing('3d', 'ErrorBudgetBurns', [])}\n${firing('3d', 'ErrorBudgetSpent', [])}\n`;
    expect(promtool(['test', 'rules', 'test.yml'], scenario('5m', input, expected))).toContain('SUCCESS');
  });

  it('sees somebody paged within minutes of an outage, and no longer once it is over', () => {
    const input = series([
      { scrapes: 1440, requests: 1000, failures: 0 },
      { scrapes: 20, requests: 1000, failures: 200 },
      { scrapes: 120, requests: 1000, failures: 0 },
    ]);
    const expected = [
      '    promql_expr_test:',
      firing('1440m', 'ErrorBudgetBurns', []),
      firing('1452m', 'ErrorBudgetBurns', ['page', 'ticket']),
      // Long after it, the hour still looks bad; the five minutes do not, and half an hour neither.
      firing('1500m', 'ErrorBudgetBurns', ['ticket']),
      '',
    ].join('\n');
    expect(promtool(['test', 'rules', 'test.yml'], scenario('1m', input, expected))).toContain('SUCCESS');
  });

  it('sees a slow burn become a ticket, and nobody woken', () => {
    const input = series([{ scrapes: 4 * 288, requests: 5000, failures: 7 }]);
    const expected = `    promql_expr_test:\n${firing('4d', 'ErrorBudgetBurns', ['ticket'])}\n`;
    expect(promtool(['test', 'rules', 'test.yml'], scenario('5m', input, expected))).toContain('SUCCESS');
  });

  it('counts a budget exactly, by requests, on uneven traffic', () => {
    // A busy day that goes well and calm days that go badly: the mean of their shares would be 9.67 times as large.
    const stretches = [
      { scrapes: 48, requests: 500_000, failures: 50 },
      { scrapes: 20 * 48, requests: 50, failures: 5 },
      { scrapes: 9 * 48, requests: 25_000, failures: 0 },
    ];
    const sum = (each: (stretch: Stretch) => number): number =>
      stretches.reduce((total, stretch) => total + each(stretch) * stretch.scrapes, 0);
    const left = 1 - sum(({ failures }) => failures) / sum(({ requests }) => requests) / 0.001;
    const within = `abs(to:asbuilt_error_budget:left_ratio{to="API"} - ${left}) < bool ${Math.abs(left) / 1000}`;
    const expected = `    promql_expr_test:\n      - expr: '${within}'\n        eval_time: 30d\n        exp_samples:\n          - labels: '{to="API"}'\n            value: 1\n`;
    expect(promtool(['test', 'rules', 'test.yml'], scenario('30m', series(stretches), expected))).toContain('SUCCESS');
  }, 60_000);
});
