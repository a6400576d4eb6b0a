import { Attempt } from './attempt.ts';
import { askForBody, type Call } from './call.ts';
import { fail } from './fail.ts';
import { refuseBody } from './limit-body.ts';
import type { CarriedOptions } from './line.ts';
import { originForm } from './origin-form.ts';
import { RequestBody } from './request-body.ts';
import { bodyHindrance } from './shape-body.ts';
import { targetHeaders } from './target-headers.ts';

/** The step that passes a call on to the callee. What becomes of it is up to `Attempt`. */
export function forward(call: Call): 'held' {
  const { instance } = call;
  if (instance === undefined) {
    fail(call, { kind: 'not-up' });
    return 'held';
  }
  if (call.upgrade !== undefined && call.headers.hasBody) {
    fail(call, { kind: 'bad-request', reason: 'a request with a body cannot upgrade' });
    return 'held';
  }
  const attempt = new Attempt(call, forward);
  call.attempt = attempt;
  const pool = call.edge.upstreams.at(instance);
  pool.dispatch(describe(call, targetHeaders(call, instance.address), attempt), attempt);
  return 'held';
}

function describe(call: Call, headers: string[], attempt: Attempt): CarriedOptions {
  return {
    method: call.method,
    path: originForm(call.request.url ?? '/'),
    headers,
    body: bodyOf(call, attempt),
    upgrade: call.upgrade?.protocol ?? null,
    carried: attempt,
  };
}

function bodyOf(call: Call, attempt: Attempt): RequestBody | null {
  if (call.upgrade !== undefined || !call.headers.hasBody) return null;
  askForBody(call);
  call.body = new RequestBody(call.edge.plan.guard?.bodyLimitBytes, {
    onTooLarge: () => refuseBody(call),
    hindrance: () => bodyHindrance(call, 'to-callee'),
    onEnd: (end) => attempt.endBody(end),
  });
  return call.request.pipe(call.body);
}
