import { Transform, type TransformCallback } from 'node:stream';
import type { Call } from './call.ts';

/**
 * The body of a request on its way to the callee, with backpressure. It stands between the two connections, so that
 * ending the call to the callee does not end the client's connection, which still waits for an answer.
 */
export class RequestBody extends Transform {
  bytes = 0;

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.bytes += chunk.length;
    done(null, chunk);
  }
}

/** The end step that lets the rest of a body run out that nobody reads any more, so that the client's connection can go on. */
export function releaseBody(call: Call): void {
  const { body, request } = call;
  if (body === undefined || request.complete) return;
  request.unpipe(body);
  request.resume();
}
