import net from 'node:net';
import { onTestFinished } from 'vitest';
import type { TestEdge } from '../kit.ts';

/** A connection whose commands the test writes itself. */
export interface Raw {
  readonly send: (text: string) => void;
  readonly got: () => string;
  readonly isOver: () => boolean;
}

/** Connects to an edge; ended with the test. */
export function raw(edge: TestEdge): Raw {
  const socket = net.connect(edge.port, edge.host);
  let text = '';
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  socket.on('error', () => undefined);
  onTestFinished(() => void socket.destroy());
  return {
    send: (sent) => void socket.write(sent),
    got: () => text,
    isOver: () => socket.readableEnded || socket.destroyed,
  };
}

/** What the ledger has counted of the callee. */
export const totals = (edge: TestEdge): { readonly good: number; readonly bad: number } =>
  edge.options.ledger.totals('Cache', 0, Number.MAX_SAFE_INTEGER);
