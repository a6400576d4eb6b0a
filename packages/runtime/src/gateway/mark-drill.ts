import type { Call } from './call.ts';
import type { Instruments } from './instruments.ts';

/** The step that sees whether a drill makes the call, or a service on behalf of one. Only callers on this machine are believed. */
export function markDrill(call: Call): 'next' {
  const { drills, now } = call.edge.options;
  if (drills === undefined) return 'next';
  const { requestId, traceId } = call;
  const mark = call.headers.own.get('asbuilt-drill');
  call.isDrill =
    mark !== undefined && isLoopback(call.request.remoteAddress)
      ? drills.begins(mark, [traceId, requestId], now())
      : drills.knows(traceId, requestId, now());
  return 'next';
}

/** Whether a connection to a TCP edge, which listens on this machine only, carries a drill's mark. */
export function isDrill({ options }: Instruments, mark: string): boolean {
  return options.drills?.begins(mark, [], options.now()) === true;
}

function isLoopback(address: string | undefined): boolean {
  return address !== undefined && /^(?:::ffff:)?127\.|^::1$/.test(address);
}
