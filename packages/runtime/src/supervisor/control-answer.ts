import type { IncomingMessage, ServerResponse } from 'node:http';
import { messageOf } from '#values/message-of';

/** A request that cannot be answered as it was meant: becomes an `application/problem+json` (RFC 9457). */
export class ControlProblem extends Error {
  override readonly name = 'ControlProblem';
  readonly status: number;

  constructor(status: number, detail: string) {
    super(detail);
    this.status = status;
  }
}

const titles: Readonly<Record<number, string>> = {
  400: 'Bad request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not found',
  405: 'Method not allowed',
  409: 'Conflict',
  413: 'Content too large',
  500: 'Internal error',
};

export function answerJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
  response.end(`${JSON.stringify(body)}\n`);
}

/** Answers with what went wrong; what nobody foresaw is an internal error. */
export function answerProblem(response: ServerResponse, error: unknown): void {
  const status = error instanceof ControlProblem ? error.status : 500;
  const detail = messageOf(error);
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.writeHead(status, {
    'content-type': 'application/problem+json',
    ...(status === 401 && { 'www-authenticate': 'Bearer' }),
  });
  response.end(JSON.stringify({ type: 'about:blank', title: titles[status] ?? 'Error', status, detail }));
}

const longestBody = 64 * 1024;

/** Reads a request's body as JSON. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) throw new Error('the body came as text');
    length += chunk.length;
    if (length > longestBody) throw new ControlProblem(413, `the body is longer than ${longestBody} bytes`);
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch (error) {
    throw new ControlProblem(400, `the body is not JSON: ${messageOf(error)}`);
  }
}
