import { Transform, type TransformCallback } from 'node:stream';

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
