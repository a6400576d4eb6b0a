import { type Call, finish, partIfClosing, policyOf } from '../call.ts';

/** Answers a call at the edge, without a body: the callee is not asked, and has no part in it. */
export function answerEmpty(call: Call, status: number, headers: readonly string[]): void {
  const policy = policyOf(call);
  const told = policy === '' ? [] : ['Asbuilt-Policy', policy];
  call.status = status;
  partIfClosing(call);
  call.response.writeHead(status, [
    ...(call.added ?? []),
    ...headers,
    'X-Request-Id',
    call.requestId,
    'Traceresponse',
    call.traceresponse,
    ...told,
  ]);
  call.response.end();
  finish(call, 'neither');
}
