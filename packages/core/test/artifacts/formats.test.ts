import { artifacts } from '@asbuilt/core/artifacts';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { modelOf, overviewText } from './overviews.ts';
import { hasPromtool, promtool } from './promtool.ts';
import { shopOverview } from './shop.ts';

const overviews = ['parcel-desk', 'bare', 'nasty-names'].map((name) => [name, overviewText(name)] as const);
const documents = [...overviews, ['30 services', shopOverview(30)] as const];

function derived(path: string, overview: string): string {
  const artifact = artifacts.find((each) => each.path === path);
  return artifact?.derive({ file: 'overview.md', model: modelOf(overview) }) ?? '';
}

function entities(path: string, overview: string): readonly unknown[] {
  const all = parseAllDocuments(derived(path, overview));
  if ('empty' in all) return [];
  expect(all.flatMap(({ errors }) => errors)).toEqual([]);
  return all.map((document): unknown => document.toJS());
}

const label = z
  .string()
  .regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/)
  .max(63);

describe.each(documents)('of %s', (_, overview) => {
  it('the dashboard is JSON whose panels stand beside each other and ask something', () => {
    const query = z.object({ refId: z.string(), expr: z.string().min(1), legendFormat: z.string() });
    const place = z.object({
      x: z.union([z.literal(0), z.literal(12)]),
      y: z.int(),
      w: z.literal(12),
      h: z.literal(8),
    });
    const panel = z.object({ id: z.int(), title: z.string(), gridPos: place, targets: z.array(query) });
    const { panels } = z
      .object({ panels: z.array(panel).min(6) })
      .parse(JSON.parse(derived('observability/grafana-dashboard.json', overview)));
    expect(new Set(panels.map(({ gridPos }) => `${gridPos.x} ${gridPos.y}`)).size).toBe(panels.length);
  });

  it.skipIf(!hasPromtool)('every expression of the dashboard is parsed by promtool', () => {
    const queries = z.object({ panels: z.array(z.object({ targets: z.array(z.object({ expr: z.string() })) })) });
    const { panels } = queries.parse(JSON.parse(derived('observability/grafana-dashboard.json', overview)));
    const rules = panels
      .flatMap(({ targets }) => targets)
      .map(({ expr }, index) => ({
        record: `expr${index}`,
        expr: expr.replaceAll('$service', '.*').replaceAll('$__rate_interval', '5m'),
      }));
    const printed = promtool(['check', 'rules', 'rules.yml'], {
      'rules.yml': JSON.stringify({ groups: [{ name: 'panels', rules }] }),
    });
    expect(printed).toContain(`SUCCESS: ${rules.length} rules found`);
  });

  it('the objectives are OpenSLO v1, each of a service that is there', () => {
    const service = z.object({
      apiVersion: z.literal('openslo/v1'),
      kind: z.literal('Service'),
      metadata: z.object({ name: label }),
    });
    const metric = z.object({
      metricSource: z.object({ type: z.literal('Prometheus'), spec: z.object({ query: z.string() }) }),
    });
    const slo = z.object({
      apiVersion: z.literal('openslo/v1'),
      kind: z.literal('SLO'),
      metadata: z.object({ name: label }),
      spec: z.object({
        service: label,
        indicator: z.object({
          spec: z.object({ ratioMetric: z.object({ counter: z.literal(true), bad: metric, total: metric }) }),
        }),
        timeWindow: z.tuple([z.object({ duration: z.literal('30d'), isRolling: z.literal(true) })]),
        budgetingMethod: z.literal('Occurrences'),
        objectives: z.tuple([z.object({ target: z.number().min(0).max(1) })]),
      }),
    });
    const all = z
      .array(z.union([service, slo]))
      .parse(entities('observability/openslo.yaml', overview).filter((each) => each !== null));
    const names = new Set(all.filter(({ kind }) => kind === 'Service').map(({ metadata }) => metadata.name));
    const slos = all.flatMap((each) => (each.kind === 'SLO' ? [each.spec.service] : []));
    expect(slos.filter((name) => !names.has(name))).toEqual([]);
    expect(slos).toHaveLength(names.size);
  });

  it('the catalog has each entity once, and every dependency is one of them', () => {
    const entity = z.object({
      apiVersion: z.literal('backstage.io/v1alpha1'),
      kind: z.enum(['System', 'Component', 'Resource']),
      metadata: z.object({ name: label, title: z.string().min(1) }),
      spec: z.object({ owner: label, system: label.optional(), dependsOn: z.array(z.string()).optional() }),
    });
    const all = z.array(entity).min(1).parse(entities('exports/catalog-info.yaml', overview));
    const names = all.map(({ kind, metadata }) => `${kind.toLowerCase()}:default/${metadata.name}`);
    expect(new Set(names).size).toBe(names.length);
    const known = new Set(names);
    expect(all.flatMap(({ spec }) => spec.dependsOn ?? []).filter((name) => !known.has(name))).toEqual([]);
  });

  it('CALM has each node once, and relationships between them', () => {
    const id = z.string().min(1);
    const end = z.object({ node: id });
    const type = z.union([
      z.object({ connects: z.object({ source: end, destination: end }) }),
      z.object({ interacts: z.object({ actor: id, nodes: z.array(id).min(1) }) }),
      z.object({ 'composed-of': z.object({ container: id, nodes: z.array(id).min(1) }) }),
    ]);
    const node = z.object({ 'unique-id': id, 'node-type': id, name: id, description: id });
    const { nodes, relationships } = z
      .object({
        nodes: z.array(node).min(1),
        relationships: z.array(z.object({ 'unique-id': id, 'relationship-type': type })),
      })
      .parse(JSON.parse(derived('exports/calm.json', overview)));
    const ids = nodes.map((each) => each['unique-id']);
    expect(new Set(ids).size).toBe(ids.length);
    const named = JSON.stringify(relationships).match(/"(?:node|actor|container)":"([^"]+)"/g) ?? [];
    const known = new Set(ids);
    expect(named.map((match) => match.replace(/^"\w+":"|"$/g, '')).filter((each) => !known.has(each))).toEqual([]);
  });

  it('the Structurizr workspace closes every brace and names every element before it is used', () => {
    const lines = derived('exports/workspace.dsl', overview)
      .split('\n')
      .map((line) => line.trim());
    const words = lines.map((line) => line.replace(/"(?:\\"|[^"])*"/g, '""'));
    expect(words.filter((line) => line.endsWith('{')).length).toBe(words.filter((line) => line === '}').length);
    expect(words.filter((line) => line.replaceAll('""', '').includes('"'))).toEqual([]);
    const known = new Set(words.flatMap((line) => /^(\w+) = /.exec(line)?.[1] ?? []));
    const ends = words.flatMap((line) => /^(\w+) -> (\w+)/.exec(line)?.slice(1) ?? []);
    expect(ends.filter((end) => !known.has(end))).toEqual([]);
  });

  it('the example of an environment has names and values only', () => {
    const lines = derived('.env.example', overview).split('\n');
    expect(lines.filter((line) => !/^(?:|#.*|[A-Za-z_]\w*=(?:[\w.:/@+-]*|"(?:\\.|[^"\\])*"))$/.test(line))).toEqual([]);
  });
});

describe('AGENTS.md', () => {
  it('says what section 13 does', () => {
    const text = derived('AGENTS.md', overviewText('parcel-desk'));
    expect(text).toContain('## What to do\n\n- describe the context\n');
    expect(text).toContain('## What not to do\n\n- change only named files\n- keep commits small\n');
  });
});

describe('YAML', () => {
  it('is read by others as what was meant, whatever the names are', () => {
    const said = parse(
      derived('observability/prometheus-rules.yml', shopOverview(10).replaceAll('Orders', 'Or: "d" #e')),
    );
    expect(JSON.stringify(said)).toContain('Or: \\\\\\"d\\\\\\" #e');
  });
});
