import { STATUS_CODES } from 'node:http';
import type { EdgePlan } from '@asbuilt/core/derive';
import type { Milliseconds } from '@asbuilt/core/model';
import { type Call, notePolicy, partIfClosing, policyOf } from './call.ts';
import { missingSecurityHeaders } from './entry/security-headers.ts';
import { actOf, type Failure, statusOf } from './failure.ts';
import { explainRefusal, type Refusal } from './refusal.ts';

/** Answers with a problem document (RFC 9457) that names the edge and the policy. */
export function answerProblem(call: Call, failure: Failure): void {
  const { response } = call;
  const status = statusOf(failure);
  const policy = policyOf(call);
  const body = Buffer.from(JSON.stringify({ ...problem(call, failure, status), ...(policy === '' ? {} : { policy }) }));
  const headers = ['Content-Type', 'application/problem+json', 'Content-Length', String(body.length)];
  headers.push('Cache-Control', 'no-store', 'X-Request-Id', call.requestId);
  headers.push('Traceresponse', call.traceresponse);
  if (call.added !== undefined) headers.push(...call.added);
  if (policy !== '') headers.push('Asbuilt-Policy', policy);
  const cause = causeOf(failure);
  if ('retryAfterMs' in cause) headers.push('Retry-After', String(retryAfterSeconds(cause.retryAfterMs)));
  if (call.edge.plan.guard?.securityHeaders === true) headers.push(...missingSecurityHeaders(headers));
  partIfClosing(call);
  response.writeHead(status, headers);
  response.end(body);
  call.status = status;
  call.bytesToCaller = body.length;
}

/** Notes what a policy did by this failure. */
export function noteAct(call: Call, failure: Failure): void {
  const act = actOf(failure);
  if (act !== undefined) notePolicy(call, act);
}

/** What exactly it was that a failure stands for. */
function causeOf(failure: Failure): Exclude<Failure, { kind: 'refused' }> | Refusal {
  return failure.kind === 'refused' ? failure.refusal : failure;
}

function problem(call: Call, failure: Failure, status: number): Record<string, string | number> {
  const { plan } = call.edge;
  return {
    type: `urn:asbuilt:problem:${causeOf(failure).kind}`,
    title: STATUS_CODES[status] ?? 'Failed',
    status,
    detail: explain(plan, failure),
    edge: plan.name,
    requestId: call.requestId,
  };
}

function explain(plan: EdgePlan, failure: Failure): string {
  if (failure.kind === 'refused') return explainRefusal(failure.refusal);
  if ('retryAfterMs' in failure) return explainHeldBack(plan, failure);
  if ('timeoutMs' in failure) return explainLate(plan, failure);
  const { to } = plan;
  switch (failure.kind) {
    case 'not-up':
      return `${to} is not up. It may be starting; look at its log if this goes on.`;
    case 'unreachable':
      return `${to} cannot be reached (${failure.code}).`;
    case 'broken':
      return `${to} broke off before it answered (${failure.code}).`;
    case 'fault':
      return `A fault is injected on this edge (${failure.act}).`;
    case 'shared':
      return `${to} failed a call for the same thing (${failure.status}), whose answer this one waited for.`;
    case 'not-cached':
      return 'The request takes an answer from a cache only, and none has one.';
    case 'bad-request':
      return `The request cannot be passed on: ${failure.reason}.`;
  }
}

function explainHeldBack(
  { to, breaker, concurrency }: EdgePlan,
  { kind, retryAfterMs }: Extract<Failure, { retryAfterMs: Milliseconds }>,
): string {
  const again = `Try again in ${retryAfterSeconds(retryAfterMs)} s.`;
  if (kind === 'full') return `${to} has as many calls as it is laid out for (${concurrency ?? 0} at a time). ${again}`;
  const times = breaker?.opensAfterFailures ?? 0;
  return `${to} failed ${times} times in a row, so the circuit breaker refuses calls. ${again}`;
}

function explainLate({ to }: EdgePlan, { kind, timeoutMs }: Extract<Failure, { timeoutMs: Milliseconds }>): string {
  switch (kind) {
    case 'timeout':
      return `${to} did not answer within ${timeoutMs} ms.`;
    case 'caller-gave-up':
      return `The caller has no time left: it said that it waits ${timeoutMs} ms.`;
    case 'client-slow':
      return `The request did not arrive within ${timeoutMs} ms.`;
  }
}

/** Whole seconds, as `Retry-After` wants them, never too early. */
function retryAfterSeconds(retryAfterMs: number): number {
  return Math.max(1, Math.ceil(retryAfterMs / 1000));
}
