import type { Milliseconds } from '@asbuilt/core/model';
import type { Code, TcpFailure } from '#telemetry/edge-meter';
import { charge } from '../charge.ts';
import type { Instruments } from '../instruments.ts';
import type { Exchange } from './exchange.ts';
import { traceExchange } from './exchange-span.ts';
import type { Link } from './wire.ts';

/** Codes come from the callee: of more than these the rest is counted together. */
const mostCodes = 100;

/** When it was over, and whom it is counted for. */
interface Ended {
  readonly durationMs: Milliseconds;
  readonly now: Milliseconds;
  readonly isDrill: boolean;
}

/** Counts what a client asked in the edge's numbers and the callee's SLO, traces it, and logs it where it failed. */
export function recordExchange(link: Pick<Link, 'edge' | 'instance'>, exchange: Exchange, ended: Ended): void {
  const { meter, log } = link.edge;
  const { code, verdict } = exchange;
  const { durationMs, now, isDrill } = ended;
  if (isDrill) meter.recordDrill(durationMs, now);
  else meter.record(countedAs(code, meter.codes), durationMs, now);
  if (verdict !== 'neither') charge(link.edge, verdict === 'good', isDrill, now);
  if (verdict === 'bad') meter.fail(isDrill);
  if (exchange.isCall) traceExchange(link, exchange, ended);
  const level = levelOf(exchange);
  if (log.isLevelEnabled(level)) log[level](lineOf(exchange, durationMs), 'call');
}

function levelOf({ code, policy, verdict }: Exchange): 'debug' | 'info' | 'warn' {
  if (verdict === 'bad') return 'warn';
  return code === 'ok' && policy === undefined ? 'debug' : 'info';
}

function lineOf(exchange: Exchange, durationMs: Milliseconds): Readonly<Record<string, unknown>> {
  const { code, policy, trace } = exchange;
  const asked = exchange.describe?.();
  return {
    outcome: code,
    durationMs: round(durationMs),
    ...(policy && { policy }),
    ...(trace && { traceId: trace.traceId }),
    ...(asked && { asked }),
  };
}

/** Counts what a client asked that got no connection. That connecting failed is in the log already. */
export function recordRefused(edge: Instruments, why: TcpFailure, isDrill: boolean): void {
  const { meter, options } = edge;
  const now = options.now();
  if (isDrill) meter.recordDrill(0, now);
  else meter.count(why);
  meter.fail(isDrill);
  charge(edge, false, isDrill, now);
}

function countedAs(code: string, known: ReadonlyMap<Code, number>): string {
  return known.size < mostCodes || known.has(code) ? code : 'other';
}

function round(ms: Milliseconds): Milliseconds {
  return Math.round(ms * 1000) / 1000;
}
