import { layout as dagre, graphlib } from '@dagrejs/dagre';
import { type LabelBox, labelBox, type NodeBox, nodeBox } from './boxes.ts';
import type { Measure } from './fit-text.ts';
import type { Graph, GraphEdge } from './graph.ts';

/** A point of the drawing, in pixels from its top left corner. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A node with its place: `x`, `y` are the box's top left corner. */
export interface PlacedNode extends NodeBox, Point {}

/** An edge with its course and, where it has text, the text's box by its top left corner. */
export interface PlacedEdge {
  readonly edge: GraphEdge;
  /** From the border of one box to the border of the other, two points or more. */
  readonly points: readonly Point[];
  readonly label?: LabelBox & Point;
}

/** A drawing: everything lies inside `width` by `height`. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  /** Those that take part in a call. */
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
  /** Those that do not, in rows below. */
  readonly apart: readonly PlacedNode[];
  /** The line above these, when there are any. */
  readonly apartFrom?: number;
}

const margin = 20;
const gap = 16;
const headingHeight = 34;
/** How wide the rows of what stands apart may grow when the graph itself is narrower. */
const rowWidth = 480;

/** Places callers above those whom they call (dagre, after Gansner et al. 1993), and everything else in rows below. */
export function layout(graph: Graph, measure: Measure): Drawing {
  const boxes = graph.nodes.map((node) => nodeBox(node, measure));
  const called = new Set(graph.edges.flatMap((edge) => [edge.from, edge.to]));
  const placed = placeCalls(
    boxes.filter(({ node }) => called.has(node.id)),
    graph.edges.filter((edge) => edge.from !== edge.to),
    measure,
  );
  const loners = boxes.filter(({ node }) => !called.has(node.id));
  if (loners.length === 0) return { ...placed, apart: [] };
  const apartFrom = placed.height;
  const top = apartFrom + (placed.nodes.length > 0 ? headingHeight : margin);
  const rows = placeRows(loners, Math.max(placed.width, rowWidth), top);
  return { ...placed, width: Math.max(placed.width, rows.width), height: rows.height, apart: rows.nodes, apartFrom };
}

interface PlacedCalls {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
}

function placeCalls(boxes: readonly NodeBox[], edges: readonly GraphEdge[], measure: Measure): PlacedCalls {
  if (boxes.length === 0) return { width: 0, height: 0, nodes: [], edges: [] };
  const graph = new graphlib.Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'TB', nodesep: 36, edgesep: 24, ranksep: 34, marginx: margin, marginy: margin });
  // dagre gets numbers for names: it would stumble over a participant that is called `__proto__`.
  const keys = new Map(boxes.map(({ node }, index) => [node.id, `${index}`]));
  const keyOf = (name: string): string => keys.get(name) ?? '';
  for (const { node, width, height } of boxes) graph.setNode(keyOf(node.id), { width, height });
  const labels = edges.map((edge) => labelBox(edge, measure));
  for (const [index, edge] of edges.entries()) {
    const label = labels[index];
    graph.setEdge(
      keyOf(edge.from),
      keyOf(edge.to),
      { width: label?.width ?? 0, height: label?.height ?? 0, labelpos: 'c' },
      `${index}`,
    );
  }
  dagre(graph);
  const size: { readonly width: number; readonly height: number } = graph.graph();
  return {
    ...size,
    nodes: boxes.map((box) => ({ ...box, ...cornerOf(graph.node(keyOf(box.node.id)), box) })),
    edges: edges.map((edge, index) =>
      placeEdge(edge, labels[index], graph.edge(keyOf(edge.from), keyOf(edge.to), `${index}`)),
    ),
  };
}

function placeEdge(edge: GraphEdge, label: LabelBox | undefined, placed: DagreEdge): PlacedEdge {
  const points = placed.points.map(({ x, y }) => ({ x, y }));
  if (label === undefined || label.lines.length === 0) return { edge, points };
  return { edge, points, label: { ...label, ...cornerOf({ x: placed.x ?? 0, y: placed.y ?? 0 }, label) } };
}

/** What dagre writes on an edge; `x`, `y` are the label's middle. */
interface DagreEdge {
  readonly points: readonly Point[];
  readonly x?: number;
  readonly y?: number;
}

/** dagre tells the middle of a box. */
function cornerOf(middle: Point, size: { readonly width: number; readonly height: number }): Point {
  return { x: middle.x - size.width / 2, y: middle.y - size.height / 2 };
}

function placeRows(
  boxes: readonly NodeBox[],
  maxWidth: number,
  top: number,
): { nodes: PlacedNode[]; width: number; height: number } {
  const nodes: PlacedNode[] = [];
  let x = margin;
  let y = top;
  let rowHeight = 0;
  let width = 0;
  for (const box of boxes) {
    if (x > margin && x + box.width > maxWidth - margin) {
      x = margin;
      y += rowHeight + gap;
      rowHeight = 0;
    }
    nodes.push({ ...box, x, y });
    x += box.width + gap;
    width = Math.max(width, x - gap + margin);
    rowHeight = Math.max(rowHeight, box.height);
  }
  return { nodes, width, height: y + rowHeight + margin };
}
