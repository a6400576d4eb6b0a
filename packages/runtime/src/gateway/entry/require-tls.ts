import { addHeader, type Call, notePolicy } from '../call.ts';
import { originForm } from '../headers/origin-form.ts';
import { isOverTls } from '../over-tls.ts';
import { answerEmpty } from './answer-empty.ts';

/** A year, as https://hstspreload.org wants it at least. */
const strict = 'max-age=31536000';

/**
 * The step that keeps browsers on TLS (HSTS, RFC 6797), where the entry speaks it, or a proxy in front of it that says so
 * in `X-Forwarded-Proto`. Over plain HTTP the header must not be sent (section 7.2); who comes so is sent to the same place
 * over TLS.
 */
export function requireTls(call: Call): 'next' | 'held' {
  if (call.edge.plan.guard?.hsts !== true) return 'next';
  const { own } = call.headers;
  const proto = own.get('x-forwarded-proto')?.split(',').at(-1)?.trim().toLowerCase();
  if (proto === 'https' || (proto === undefined && isOverTls(call))) {
    addHeader(call, 'Strict-Transport-Security', strict);
    return 'next';
  }
  const host = own.get('x-forwarded-host') ?? own.get('host');
  // What asks without a proxy, a probe on this machine, has no other place to go to.
  if (proto !== 'http' || host === undefined) return 'next';
  notePolicy(call, 'hsts=redirect');
  answerEmpty(call, 308, ['Location', `https://${host}${originForm(call.request.target)}`]);
  return 'held';
}
