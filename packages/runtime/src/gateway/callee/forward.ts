import type { Asking, AskingBody } from '#http-client/exchange';
import type { Address } from '../address.ts';
import { askForBody, type Call } from '../call.ts';
import { refuseBody } from '../entry/limit-body.ts';
import { fail } from '../fail.ts';
import { originForm } from '../headers/origin-form.ts';
import { passedTrailers } from '../headers/trailers.ts';
import { Attempt } from './attempt.ts';
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
  const path = originForm(call.request.target);
  if (!path.startsWith('/') && !(path === '*' && call.method === 'OPTIONS')) {
    fail(call, { kind: 'bad-request', reason: 'what it asks for is no path' });
    return 'held';
  }
  const attempt = new Attempt(call, forward);
  call.attempt = attempt;
  attempt.carriedBy(call.edge.upstreams.at(instance).send(describe(call, path, instance.address), attempt));
  return 'held';
}

function describe(call: Call, path: string, address: Address): Asking {
  const { headers, method, upgrade } = call;
  return {
    method,
    path,
    headers: targetHeaders(call, address),
    body: bodyOf(call),
    upgrade: upgrade?.protocol,
    takesTrailers: headers.takesTrailers,
  };
}

function bodyOf(call: Call): AskingBody | undefined {
  const { body: incoming } = call.request;
  if (call.upgrade !== undefined || incoming === undefined) return undefined;
  askForBody(call);
  const body = new RequestBody(call.edge.plan.guard?.bodyLimitBytes, {
    onTooLarge: () => refuseBody(call),
    hindrance: () => bodyHindrance(call, 'to-callee'),
  });
  call.body = body;
  return {
    stream: incoming.pipe(body),
    isChunked: call.headers.isChunked,
    trailers: () => passedTrailers(incoming.trailers, call),
  };
}
