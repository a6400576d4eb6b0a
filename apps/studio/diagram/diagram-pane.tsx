'use client';

import type { Model } from '@asbuilt/core/model';
import { type ReactElement, useEffect, useMemo, useRef, useState } from 'react';
import { Button } from '#ui/button.tsx';
import { Diagram } from './diagram.tsx';
import styles from './diagram-pane.module.css';
import type { Measure } from './fit-text.ts';
import { graphOf } from './graph-of.ts';
import { textMeasure } from './measure-text.ts';

export interface DiagramPaneProps {
  readonly model: Model;
  readonly onJump: (at: number) => void;
}

const scales = [0.5, 0.65, 0.8, 1, 1.25, 1.5, 2] as const;
const natural = scales.indexOf(1);

/** The diagram with its controls. It appears once the font is there to measure with. */
export function DiagramPane({ model, onJump }: DiagramPaneProps): ReactElement {
  const measure = useMeasure();
  const [zoom, setZoom] = useState(natural);
  const graph = useMemo(() => graphOf(model), [model]);
  if (graph.nodes.length === 0) return <NothingToDraw />;
  return (
    <div className={styles.pane}>
      <div className={styles.controls} role="toolbar" aria-label="Size of the diagram">
        <Button small aria-label="Smaller" disabled={zoom === 0} onClick={() => setZoom(zoom - 1)}>
          −
        </Button>
        <Button small onClick={() => setZoom(natural)} aria-label="Natural size">
          {Math.round((scales[zoom] ?? 1) * 100)} %
        </Button>
        <Button small aria-label="Larger" disabled={zoom === scales.length - 1} onClick={() => setZoom(zoom + 1)}>
          +
        </Button>
      </div>
      <div className={styles.board}>
        {measure === undefined ? null : (
          <Diagram graph={graph} measure={measure} scale={scales[zoom] ?? 1} onJump={onJump} />
        )}
      </div>
    </div>
  );
}

function NothingToDraw(): ReactElement {
  return (
    <div className={styles.nothing}>
      <p>
        Nothing to draw yet. Name services in a table under <strong>Key Services &amp; Contracts</strong>, and their
        calls in a numbered list under <strong>Data Flow</strong>, such as <code>1. Frontend → API (REST call)</code>.
      </p>
    </div>
  );
}

/** Widths in the page's font, from the moment that it is loaded. */
function useMeasure(): Measure | undefined {
  const [measure, setMeasure] = useState<Measure>();
  const alive = useRef(true);
  useEffect(() => {
    alive.current = true;
    void loadFont().then((family) => {
      if (alive.current) setMeasure(() => textMeasure(family));
    });
    return () => {
      alive.current = false;
    };
  }, []);
  return measure;
}

/** Asks for both weights that the diagram writes in; what cannot be loaded, the browser writes in its next font. */
async function loadFont(): Promise<string> {
  const family = getComputedStyle(document.body).fontFamily;
  await Promise.allSettled(['400', '600'].map((weight) => document.fonts.load(`${weight} 12px ${family}`)));
  return family;
}
