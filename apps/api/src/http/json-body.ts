import type { FastifyInstance } from 'fastify';
import { Problem } from './problem.ts';

/** The longest body that is read, in bytes. */
export const bodyLimitBytes: number = 2 * 1024 * 1024;

/**
 * Reads bodies as JSON only, and only from valid UTF-8: bytes that are not would otherwise be replaced without a word.
 * Keys that reach for the prototype are refused.
 */
export function readJsonBodies(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    const text = decode(body);
    if (text === undefined)
      return done(new Problem('request-malformed', 'The body is not valid UTF-8: send JSON encoded as UTF-8.'));
    return parse(request, text, done);
  });
}

function decode(body: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return undefined;
  }
}
