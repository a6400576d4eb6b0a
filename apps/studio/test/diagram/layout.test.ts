import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boxMeasures } from '#diagram/boxes';
import type { Graph, GraphNode } from '#diagram/graph';
import { type Drawing, layout, type PlacedNode } from '#diagram/layout';

/** Wide letters in large type, so that long names have to be broken. */
const measure = (text: string): number => text.length * 9;

const kinds = ['service', 'cache', 'boundary', 'integration', 'actor'] as const;

const graphs: fc.Arbitrary<Graph> = fc
  .uniqueArray(fc.string({ minLength: 1, maxLength: 60 }), { minLength: 1, maxLength: 9 })
  .chain((names) => {
    const nodes = fc.tuple(...names.map((id) => nodeArbitrary(id)));
    const name = fc.constantFrom(...names);
    const call = fc.record({
      from: name,
      to: name,
      label: fc.string({ maxLength: 80 }),
      protocol: fc.string({ maxLength: 30 }),
    });
    return fc.record({
      nodes,
      edges: fc.uniqueArray(call, { maxLength: 14, selector: ({ from, to }) => `${from}\n${to}` }).map((calls) =>
        calls.map(({ from, to, label, protocol }, index) => ({
          from,
          to,
          protocol,
          steps: [{ step: index + 1, label, at: index }],
        })),
      ),
    });
  });

function nodeArbitrary(id: string): fc.Arbitrary<GraphNode> {
  return fc.record({
    id: fc.constant(id),
    kind: fc.constantFrom(...kinds),
    detail: fc.string({ maxLength: 120 }),
    at: fc.nat(),
  });
}

const everyNode = ({ nodes, apart }: Drawing): readonly PlacedNode[] => [...nodes, ...apart];

describe('the layout', () => {
  it('keeps every line of text inside its box', () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        for (const { name, detail, width, height } of everyNode(layout(graph, measure))) {
          for (const line of [...name, ...detail])
            expect(measure(line)).toBeLessThanOrEqual(width - 2 * boxMeasures.padding);
          const { padding, kindHeight, nameHeight, detailHeight } = boxMeasures;
          expect(
            2 * padding + kindHeight + name.length * nameHeight + detail.length * detailHeight,
          ).toBeLessThanOrEqual(height);
        }
      }),
    );
  });

  it('keeps every label inside its box', () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        for (const { label } of layout(graph, measure).edges) {
          for (const line of label?.lines ?? []) expect(measure(line)).toBeLessThanOrEqual(label?.width ?? 0);
        }
      }),
    );
  });

  it('keeps everything inside the drawing', () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const drawing = layout(graph, measure);
        const boxes = [...everyNode(drawing), ...drawing.edges.flatMap(({ label }) => label ?? [])];
        for (const { x, y, width, height } of boxes) {
          expect(x).toBeGreaterThanOrEqual(0);
          expect(y).toBeGreaterThanOrEqual(0);
          expect(x + width).toBeLessThanOrEqual(drawing.width + 0.001);
          expect(y + height).toBeLessThanOrEqual(drawing.height + 0.001);
        }
      }),
    );
  });

  it('lets no two boxes overlap', () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const nodes = everyNode(layout(graph, measure));
        for (const [index, one] of nodes.entries()) {
          for (const other of nodes.slice(index + 1)) expect(overlap(one, other)).toBe(false);
        }
      }),
    );
  });

  it('draws every participant once, and every call between two', () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const drawing = layout(graph, measure);
        expect(
          everyNode(drawing)
            .map(({ node }) => node.id)
            .toSorted(),
        ).toEqual(graph.nodes.map(({ id }) => id).toSorted());
        expect(drawing.edges.map(({ edge }) => edge)).toEqual(graph.edges.filter(({ from, to }) => from !== to));
      }),
    );
  });

  it('puts a caller above those whom it calls', () => {
    const drawing = layout(
      {
        nodes: ['User', 'API', 'Database'].map((id) => ({ id, kind: 'service' })),
        edges: [
          { from: 'User', to: 'API', steps: [] },
          { from: 'API', to: 'Database', steps: [] },
        ],
      },
      measure,
    );
    const tops = new Map(drawing.nodes.map(({ node, y }) => [node.id, y]));
    expect(tops.get('User')).toBeLessThan(tops.get('API') ?? 0);
    expect(tops.get('API')).toBeLessThan(tops.get('Database') ?? 0);
  });

  it('gives the same drawing for the same graph', () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        expect(layout(graph, measure)).toEqual(layout(graph, measure));
      }),
    );
  });
});

function overlap(one: PlacedNode, other: PlacedNode): boolean {
  const apart =
    one.x + one.width <= other.x ||
    other.x + other.width <= one.x ||
    one.y + one.height <= other.y ||
    other.y + other.height <= one.y;
  return !apart;
}
