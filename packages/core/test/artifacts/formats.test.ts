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
    // The schemas of OpenSLO v1 (schemas/v1/parts): names, what each kind requires, and how long a description may be.
    const named = z.strictObject({ name: label, displayName: z.string().min(1) });
    const service = z.strictObject({
      apiVersion: z.literal('openslo/v1'),
      kind: z.literal('Service'),
      metadata: named,
      spec: z.strictObject({}),
    });
    const metric = z.object({
      metricSource: z.object({ type: z.literal('Prometheus'), spec: z.object({ query: z.string() }) }),
    });
    const slo = z.strictObject({
      apiVersion: z.literal('openslo/v1'),
      kind: z.literal('SLO'),
      metadata: named,
      spec: z.strictObject({
        description: z.string().max(1050).optional(),
        service: label,
        indicator: z.strictObject({
          metadata: z.strictObject({ name: label }),
          spec: z.strictObject({
            ratioMetric: z.strictObject({ counter: z.literal(true), bad: metric, total: metric }),
          }),
        }),
        timeWindow: z.tuple([z.strictObject({ duration: z.literal('30d'), isRolling: z.literal(true) })]),
        budgetingMethod: z.literal('Occurrences'),
        objectives: z.tuple([z.strictObject({ displayName: z.string().min(1), target: z.number().min(0).lt(1) })]),
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
    // The schemas of the catalog model (kinds/*.v1alpha1): what each kind requires.
    const words = z.string().min(1);
    const metadata = z.strictObject({ name: label, title: words, description: words.optional() });
    const part = { owner: label, system: label.optional(), dependsOn: z.array(words).min(1).optional(), type: words };
    const shared = { apiVersion: z.literal('backstage.io/v1alpha1'), metadata };
    const entity = z.discriminatedUnion('kind', [
      z.object({ ...shared, kind: z.literal('System'), spec: z.strictObject({ owner: label }) }),
      z.object({ ...shared, kind: z.literal('Component'), spec: z.strictObject({ ...part, lifecycle: words }) }),
      z.object({ ...shared, kind: z.literal('Resource'), spec: z.strictObject(part) }),
    ]);
    const all = z.array(entity).min(1).parse(entities('exports/catalog-info.yaml', overview));
    const names = all.map((each) => `${each.kind.toLowerCase()}:default/${each.metadata.name}`);
    expect(new Set(names).size).toBe(names.length);
    const known = new Set(names);
    const needed = all.flatMap((each) => (each.kind === 'System' ? [] : (each.spec.dependsOn ?? [])));
    expect(needed.filter((name) => !known.has(name))).toEqual([]);
  });

  it('CALM has each node once, and relationships between them', () => {
    const id = z.string().min(1);
    const end = z.object({ node: id });
    // The schema of CALM 1.1 (meta/core.json): of the types of a relationship exactly one, and what each requires.
    const type = z.union([
      z.strictObject({ connects: z.strictObject({ source: end, destination: end }) }),
      z.strictObject({ interacts: z.strictObject({ actor: id, nodes: z.array(id).min(1) }) }),
      z.strictObject({ 'composed-of': z.strictObject({ container: id, nodes: z.array(id).min(1) }) }),
    ]);
    const kind = z.enum(['actor', 'system', 'service', 'database', 'queue']);
    const node = z.strictObject({ 'unique-id': id, 'node-type': kind, name: id, description: id });
    const relationship = z.strictObject({
      'unique-id': id,
      'relationship-type': type,
      description: id.optional(),
      protocol: id.optional(),
    });
    const { nodes, relationships } = z
      .object({
        nodes: z.array(node).min(1),
        relationships: z.array(relationship),
      })
      .parse(JSON.parse(derived('exports/calm.json', overview)));
    const ids = nodes.map((each) => each['unique-id']);
    expect(new Set(ids).size).toBe(ids.length);
    const links = relationships.map((each) => each['unique-id']);
    expect(new Set(links).size).toBe(links.length);
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

it('the description of an objective is as long as OpenSLO takes, whatever the policy says', () => {
  const policy = `stop ${'💥'.repeat(600)}`;
  const overview = overviewText('parcel-desk').replace(/(\*\*Error Budget Policy:\*\*).*/, `$1 ${policy}`);
  const said = z.object({ spec: z.object({ description: z.string().max(1050) }) });
  const slos = entities('observability/openslo.yaml', overview).filter((each) => said.safeParse(each).success);
  expect(slos.length).toBeGreaterThan(0);
  for (const slo of slos) expect(said.parse(slo).spec.description).toMatch(/^stop (?:💥)+…$/u);
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
