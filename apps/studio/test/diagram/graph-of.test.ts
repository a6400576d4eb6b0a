import { link, read } from '@asbuilt/core/overview';
import { describe, expect, it } from 'vitest';
import type { Graph } from '#diagram/graph';
import { graphOf } from '#diagram/graph-of';
import { starterText } from '#overviews/starter';

const services = `## Key Services & Contracts

| Service | Responsibility | Interface | Protocol |
|---|---|---|---|
| Shop | Shows pages | Web | HTTP |
| Orders | Takes orders | REST | HTTP |
| Store | Keeps orders | SQL | Postgres protocol |
`;

function graph(text: string): Graph {
  return graphOf(link(read(text)));
}

describe('the graph of an overview', () => {
  it('has the callers and callees of the request flow, answers left out', () => {
    const { nodes, edges } = graph(starterText('Shop'));
    expect(nodes.map(({ id, kind }) => `${kind} ${id}`)).toEqual([
      'service Frontend',
      'service API',
      'service Database',
      'actor User',
    ]);
    expect(edges.map(({ from, to }) => `${from} → ${to}`)).toEqual([
      'User → Frontend',
      'Frontend → API',
      'API → Database',
    ]);
  });

  it('says on each edge which step makes the call, and by what', () => {
    const { edges } = graph(starterText('Shop'));
    expect(edges[2]).toMatchObject({ steps: [{ step: 3, label: 'query' }], protocol: 'Postgres protocol' });
  });

  it('joins the steps that make the same call', () => {
    const { edges } = graph(`${services}
## Data Flow

**Request Flow:**
1. Shop → Orders (first)
2. Orders → Shop (answer)
3. Shop → Orders (second)
4. Orders → Shop (answer)
`);
    expect(edges).toHaveLength(1);
    expect(edges[0]?.steps.map(({ step, label }) => `${step} ${label}`)).toEqual(['1 first', '3 second']);
  });

  it('shows services and caches that nobody calls', () => {
    const { nodes, edges } = graph(`${services}
## Caching Strategy

| Layer | Technology | TTL | Use Case |
|---|---|---|---|
| Edge | Varnish | 5m | Pages |
`);
    expect(nodes.map(({ id, detail }) => `${id}: ${detail}`)).toEqual([
      'Shop: Web',
      'Orders: REST',
      'Store: SQL',
      'Edge: Varnish',
    ]);
    expect(edges).toEqual([]);
  });

  it('leads each node and call to the place where the text states it', () => {
    const text = starterText('Shop');
    const { nodes, edges } = graph(text);
    const database = nodes.find(({ id }) => id === 'Database');
    expect(text.slice(database?.at).startsWith('Database | Keeps the data')).toBe(true);
    expect(text.slice(edges[2]?.steps[0]?.at).startsWith('API → Database (query)')).toBe(true);
  });

  it('is empty for a text that states nothing', () => {
    expect(graph('Just prose.')).toEqual({ nodes: [], edges: [] });
  });
});
