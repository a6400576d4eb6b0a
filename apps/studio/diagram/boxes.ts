import { fitText, type Measure } from './fit-text.ts';
import type { GraphEdge, GraphNode } from './graph.ts';

/** The measures of a box, in pixels; `diagram.module.css` sets the same sizes of type. */
export const boxMeasures = {
  padding: 12,
  minWidth: 116,
  maxTextWidth: 184,
  kindHeight: 15,
  nameHeight: 19,
  detailHeight: 16,
  labelHeight: 15,
  labelPadding: 4,
  maxLabelWidth: 150,
} as const;

/** A node's text, broken into lines, and the box that holds it. */
export interface NodeBox {
  readonly node: GraphNode;
  readonly name: readonly string[];
  readonly detail: readonly string[];
  readonly width: number;
  readonly height: number;
}

/** An edge's text, broken into lines, and the box that holds it; 0 by 0 without text. */
export interface LabelBox {
  readonly lines: readonly string[];
  readonly width: number;
  readonly height: number;
}

/** What stands above the name of each kind. */
export const kindNames: Readonly<Record<GraphNode['kind'], string>> = {
  service: 'Service',
  cache: 'Cache',
  boundary: 'Part',
  integration: 'External',
  actor: 'Actor',
};

/** Measures a node: its kind, up to two lines of name, up to two lines of detail. */
export function nodeBox(node: GraphNode, measure: Measure): NodeBox {
  const { padding, minWidth, maxTextWidth, kindHeight, nameHeight, detailHeight } = boxMeasures;
  const name = fitText(node.id, { style: 'name', maxWidth: maxTextWidth, maxLines: 2 }, measure);
  const detail = fitText(node.detail ?? '', { style: 'detail', maxWidth: maxTextWidth, maxLines: 2 }, measure);
  const textWidth = Math.max(
    measure(kindNames[node.kind].toUpperCase(), 'kind'),
    ...name.map((line) => measure(line, 'name')),
    ...detail.map((line) => measure(line, 'detail')),
  );
  return {
    node,
    name,
    detail,
    width: Math.max(minWidth, Math.ceil(textWidth) + 2 * padding),
    height: 2 * padding + kindHeight + name.length * nameHeight + detail.length * detailHeight,
  };
}

/** Measures an edge's text: a line or two for each of its first steps, then the protocol. */
export function labelBox(edge: GraphEdge, measure: Measure): LabelBox {
  const { maxLabelWidth, labelHeight, labelPadding } = boxMeasures;
  const fit = (text: string, maxLines: number): readonly string[] =>
    fitText(text, { style: 'label', maxWidth: maxLabelWidth, maxLines }, measure);
  const shown = edge.steps.slice(0, 2);
  const more = edge.steps.length - shown.length;
  const lines = [
    ...shown.flatMap(({ step, label }) => fit(label === undefined ? `${step}` : `${step} · ${label}`, 2)),
    ...(more > 0 ? [`and ${more} more`] : []),
    ...(edge.protocol === undefined ? [] : fit(edge.protocol, 1)),
  ];
  if (lines.length === 0) return { lines, width: 0, height: 0 };
  const width = Math.max(...lines.map((line) => measure(line, 'label')));
  return { lines, width: Math.ceil(width) + 2 * labelPadding, height: lines.length * labelHeight + 2 * labelPadding };
}
