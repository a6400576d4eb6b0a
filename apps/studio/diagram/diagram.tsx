'use client';

import { type ReactElement, useId, useMemo } from 'react';
import { boxMeasures } from './boxes.ts';
import styles from './diagram.module.css';
import { DiagramEdge } from './diagram-edge.tsx';
import { DiagramNode } from './diagram-node.tsx';
import type { Measure } from './fit-text.ts';
import type { Graph } from './graph.ts';
import { layout } from './layout.ts';

export interface DiagramProps {
  readonly graph: Graph;
  readonly measure: Measure;
  /** 1 is the natural size. */
  readonly scale: number;
  /** Asks for the place in the text where a node or call is stated. */
  readonly onJump: (at: number) => void;
}

/** The system as its overview states it: who calls whom, by what, in which steps. */
export function Diagram({ graph, measure, scale, onJump }: DiagramProps): ReactElement {
  const drawing = useMemo(() => layout(graph, measure), [graph, measure]);
  const arrow = useId();
  const title = useId();
  return (
    <svg
      className={styles.drawing}
      viewBox={`0 0 ${drawing.width} ${drawing.height}`}
      width={drawing.width * scale}
      height={drawing.height * scale}
      aria-labelledby={title}
    >
      <title id={title}>{`Diagram of ${graph.nodes.length} participants and ${graph.edges.length} calls`}</title>
      <defs>
        <marker id={arrow} viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" orient="auto">
          <path d="M1 1L9 5L1 9" className={styles.arrow} />
        </marker>
      </defs>
      {drawing.edges.map((placed) => (
        <DiagramEdge key={`${placed.edge.from}\n${placed.edge.to}`} placed={placed} arrow={arrow} onJump={onJump} />
      ))}
      {drawing.nodes.map((placed) => (
        <DiagramNode key={placed.node.id} placed={placed} onJump={onJump} />
      ))}
      {drawing.apartFrom === undefined || drawing.nodes.length === 0 ? null : (
        <text className={styles.apart} x={20} y={drawing.apartFrom + boxMeasures.labelHeight}>
          Not called in the request flow
        </text>
      )}
      {drawing.apart.map((placed) => (
        <DiagramNode key={placed.node.id} placed={placed} onJump={onJump} />
      ))}
    </svg>
  );
}
