import { createServer, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http';
import { link, read } from '@asbuilt/core/overview';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Inspection } from '../../src/prove/inspection.ts';
import { requestId } from '../../src/prove/probes/request-id.ts';
import { traceContext } from '../../src/prove/probes/trace-context.ts';
import type { Verdict } from '../../src/prove/verdict.ts';

const tracing = `## Observability

**Tracing:**
- Distributed tracing: W3C trace context
- Request IDs: carried through every service
`;

/** What a probe says of a system that answers with these headers. */
async function probed(
  { inspect }: Inspection,
  answer: (headers: IncomingHttpHeaders) => OutgoingHttpHeaders,
  text = tracing,
): Promise<readonly Verdict[]> {
  const server = createServer(({ headers }, response) => response.writeHead(200, answer(headers)).end());
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return inspect({
    model: link(read(text)),
    entry: new URL(`http://127.0.0.1:${address.port}/`),
    say: () => undefined,
    signal: new AbortController().signal,
  });
}

describe('the probe request-id', () => {
  it('wants an id on every answer, and the one that was sent', async () => {
    const kept = await probed(requestId, (headers) => ({ 'x-request-id': headers['x-request-id'] ?? 'made-here' }));
    expect(kept).toMatchObject([{ kind: 'held', statement: 'observability/tracing/request-ids' }]);
    const none = await probed(requestId, () => ({}));
    expect(none).toMatchObject([{ kind: 'broken', seen: 'An answer carries no x-request-id.' }]);
    const lost = await probed(requestId, (headers) => (headers['x-request-id'] ? {} : { 'x-request-id': 'made-here' }));
    expect(lost).toMatchObject([{ kind: 'broken', seen: 'An x-request-id that was sent comes back not at all.' }]);
  });

  it('has nothing to say where the document says nothing', async () => {
    expect(await probed(requestId, () => ({}), '# Overview\n')).toEqual([]);
  });
});

describe('the probe trace-context', () => {
  it('sees whether an answer belongs to the trace of its caller', async () => {
    const joined = await probed(traceContext, ({ traceparent }) => ({ traceresponse: traceparent }));
    expect(joined).toMatchObject([{ kind: 'held', statement: 'observability/tracing/distributed' }]);
    const apart = await probed(traceContext, () => ({
      traceresponse: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    }));
    expect(apart).toMatchObject([{ kind: 'broken' }]);
  });

  it('does not judge answers that do not tell their trace', async () => {
    expect(await probed(traceContext, () => ({}))).toMatchObject([{ kind: 'not-inspected' }]);
  });

  it('has nothing to say where traces travel in other ways', async () => {
    expect(await probed(traceContext, () => ({}), tracing.replace('W3C trace context', 'none'))).toEqual([]);
  });
});
