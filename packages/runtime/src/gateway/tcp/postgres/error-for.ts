import type { TcpFailure } from '#telemetry/edge-meter';
import { actOf, explain, type Link } from '../wire.ts';
import type { PostgresError } from './messages.ts';

/** Connection failure; the server cannot take connections now; it has too many. */
const codes: Readonly<Record<TcpFailure, string>> = {
  'breaker-open': '57P03',
  'not-up': '57P03',
  full: '53300',
  unreachable: '08006',
  broken: '08006',
  timeout: '08006',
  fault: '08006',
};

/** What went wrong on an edge, as PostgreSQL's clients expect it; the detail is what HTTP says in the header `Asbuilt-Policy`. */
export function errorFor(
  { edge, circuit }: Pick<Link, 'edge'> & Partial<Pick<Link, 'circuit'>>,
  why: TcpFailure,
  severity: PostgresError['severity'],
): PostgresError {
  const act = actOf(why);
  const message = explain(edge, why, circuit);
  return { severity, code: codes[why], message, ...(act !== undefined && { detail: `Asbuilt-Policy: ${act}` }) };
}
