import type { ReactElement } from 'react';
import { boxMeasures } from './boxes.ts';
import styles from './diagram.module.css';
import type { GraphEdge } from './graph.ts';
import type { PlacedEdge } from './layout.ts';
import { roundedPath } from './path.ts';

export interface DiagramEdgeProps {
  readonly placed: PlacedEdge;
  /** Id of the arrow's marker. */
  readonly arrow: string;
  readonly onJump: (at: number) => void;
}

/** An arrow from caller to callee. Its text is a link to the step that makes the call. */
export function DiagramEdge({ placed, arrow, onJump }: DiagramEdgeProps): ReactElement {
  return (
    <g>
      <path className={styles.edge} d={roundedPath(placed.points, 10)} markerEnd={`url(#${arrow})`} />
      <EdgeLabel placed={placed} onJump={onJump} />
    </g>
  );
}

function EdgeLabel({ placed, onJump }: Omit<DiagramEdgeProps, 'arrow'>): ReactElement | null {
  const { edge, label } = placed;
  const at = edge.steps[0]?.at;
  if (label === undefined || at === undefined) return null;
  const whole = sentenceOf(edge);
  return (
    <g transform={`translate(${label.x} ${label.y})`}>
      <a
        href="#text"
        className={styles.link}
        aria-label={`${whole}. Go to its place in the text`}
        data-edge={`${edge.from} → ${edge.to}`}
        onClick={(event) => {
          event.preventDefault();
          onJump(at);
        }}
      >
        <title>{whole}</title>
        <rect className={styles.labelBox} width={label.width} height={label.height} rx={2} />
        <text className={styles.label} textAnchor="middle" aria-hidden="true">
          {label.lines.map((line, index) => (
            <tspan
              key={`${index} ${line}`}
              className={line === edge.protocol ? styles.protocol : styles.step}
              x={label.width / 2}
              y={boxMeasures.labelPadding + index * boxMeasures.labelHeight + 11}
            >
              {line}
            </tspan>
          ))}
        </text>
      </a>
    </g>
  );
}

/** The whole edge in words: who calls whom, in which steps, by what. */
function sentenceOf({ from, to, steps, protocol }: GraphEdge): string {
  const said = steps.map(({ step, label }) => `step ${step}${label === undefined ? '' : `, ${label}`}`);
  return [`${from} calls ${to}`, ...said, ...(protocol === undefined ? [] : [protocol])].join('; ');
}
