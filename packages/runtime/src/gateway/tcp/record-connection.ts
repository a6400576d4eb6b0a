import type { Milliseconds } from '@asbuilt/core/model';
import type { TcpFailure } from '#telemetry/edge-meter';
import { charge } from '../charge.ts';
import type { Verdict } from '../circuit.ts';
import type { Instruments } from '../instruments.ts';
import { actOf } from './wire.ts';

export type Ended = 'connected' | 'client-left' | TcpFailure;

/** How connecting went. */
export interface ConnectionRecord {
  readonly code: Ended;
  readonly verdict: Verdict;
  /** Why the callee could not be reached, for the log. */
  readonly reason: string | undefined;
  readonly startedAt: Milliseconds;
  readonly retries: number;
  /** Whether the connection is what is counted as a call, since what comes over it is not understood. */
  readonly isCall: boolean;
  /** Whether a drill makes that call. */
  readonly isDrill: boolean;
}

/**
 * Counts a connection in the edge's numbers and logs it. In the callee's SLO only where it is a call itself: what is asked
 * over it is counted otherwise, and what was to be asked over one that failed is when it is asked.
 */
export function recordConnection(
  edge: Instruments,
  { code, verdict, reason, startedAt, retries, isCall, isDrill }: ConnectionRecord,
): void {
  const { log, meter, options } = edge;
  const now = options.now();
  const durationMs = now - startedAt;
  if (isCall) {
    if (isDrill) meter.recordDrill(durationMs, now);
    else meter.record(code, durationMs, now);
    if (verdict !== 'neither') charge(edge, verdict === 'good', isDrill, now);
    if (verdict === 'bad') meter.fail(isDrill);
  } else if (verdict !== 'bad') meter.count(code);
  const line = { outcome: code, durationMs: Math.round(durationMs * 1000) / 1000, retries, reason };
  if (verdict !== 'bad') return log.info(line, 'connection');
  if (code !== 'connected' && code !== 'client-left') {
    const act = actOf(code);
    if (act !== undefined) meter.act(act);
  }
  log.warn(line, 'connection');
}
