import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isDatabaseUnavailable } from '#db/availability';
import { type ErrorRecord, errorRecord } from './error-log.ts';
import { Problem, type ProblemKind } from './problem.ts';

/** Makes every answer of `app` that is not a success a problem (RFC 9457). */
export function answerProblems(app: FastifyInstance): void {
  app.setErrorHandler<FastifyError>((error, request, reply) => sendProblem(problemOf(error), request, reply));
  app.setNotFoundHandler((request, reply) =>
    sendProblem(
      new Problem('route-unknown', `${request.method} ${request.url} is not part of this API: see /docs.`),
      request,
      reply,
    ),
  );
}

/** Sends `problem` as the answer to `request`, and logs what led to it if that is the service's own fault. */
export function sendProblem(problem: Problem, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (problem.status >= 500) request.log.error({ problem: problem.kind, ...cause(problem) }, problem.message);
  return reply
    .code(problem.status)
    .headers(problem.facts.headers ?? {})
    .type('application/problem+json')
    .serializer(JSON.stringify)
    .send(problem.body(request.id));
}

/** A problem that nothing led to was foreseen: its sentence says all. */
function cause({ cause: error }: Problem): { readonly err?: ErrorRecord } {
  return error === undefined ? {} : { err: errorRecord(error) };
}

const kindsByStatus: Readonly<Record<number, ProblemKind>> = {
  400: 'request-malformed',
  413: 'body-too-large',
  415: 'media-type-unsupported',
};

/** The problem that an error amounts to. */
export function problemOf(error: FastifyError | Problem): Problem {
  if (error instanceof Problem) return error;
  if (isDatabaseUnavailable(error)) {
    const headers = { 'retry-after': '1' };
    return new Problem('database-unavailable', 'The database does not answer: try again in a moment.', {
      cause: error,
      headers,
    });
  }
  const status = error.statusCode ?? 500;
  if (status >= 400 && status < 500)
    return new Problem(kindsByStatus[status] ?? 'request-refused', sentence(error.message), { status });
  return new Problem('unexpected-error', 'The request could not be answered; the logs say more under its request id.', {
    cause: error,
  });
}

function sentence(message: string): string {
  return message.endsWith('.') ? message : `${message}.`;
}
