import type { ReactElement } from 'react';
import { boxMeasures, kindNames } from './boxes.ts';
import styles from './diagram.module.css';
import type { PlacedNode } from './layout.ts';

export interface DiagramNodeProps {
  readonly placed: PlacedNode;
  readonly onJump: (at: number) => void;
}

/** A box with its kind, name and detail. Where the document states it, it is a link to that place. */
export function DiagramNode({ placed, onJump }: DiagramNodeProps): ReactElement {
  const { node, x, y } = placed;
  const whole = [node.id, node.detail].filter((part) => part !== undefined).join(': ');
  const { at } = node;
  const box = <NodeText placed={placed} />;
  if (at === undefined) {
    return (
      <g transform={`translate(${x} ${y})`}>
        <title>{whole}</title>
        {box}
      </g>
    );
  }
  return (
    <g transform={`translate(${x} ${y})`}>
      <a
        href="#text"
        className={styles.link}
        aria-label={`${kindNames[node.kind]} ${whole}. Go to its place in the text`}
        data-node={node.id}
        onClick={(event) => {
          event.preventDefault();
          onJump(at);
        }}
      >
        <title>{whole}</title>
        {box}
      </a>
    </g>
  );
}

function NodeText({ placed }: { readonly placed: PlacedNode }): ReactElement {
  const { padding, kindHeight, nameHeight, detailHeight } = boxMeasures;
  const { node, name, detail, width, height } = placed;
  const nameTop = padding + kindHeight;
  const detailTop = nameTop + name.length * nameHeight;
  return (
    <>
      <rect
        className={`${styles.box} ${styles[node.kind]}`}
        width={width}
        height={height}
        rx={node.kind === 'actor' ? height / 2 : 2}
      />
      <text className={styles.text} textAnchor="middle" aria-hidden="true">
        <tspan className={styles.kind} x={width / 2} y={padding + 9}>
          {kindNames[node.kind].toUpperCase()}
        </tspan>
        {name.map((line, index) => (
          <tspan key={`${index} ${line}`} className={styles.name} x={width / 2} y={nameTop + index * nameHeight + 14}>
            {line}
          </tspan>
        ))}
        {detail.map((line, index) => (
          <tspan
            key={`${index} ${line}`}
            className={styles.detail}
            x={width / 2}
            y={detailTop + index * detailHeight + 12}
          >
            {line}
          </tspan>
        ))}
      </text>
    </>
  );
}
