import { z } from 'zod';

/** Every kind of problem that the service answers with: its status and its title. The key makes the `type`. */
const kinds = {
  'request-malformed': { status: 400, title: 'The request cannot be read' },
  'input-invalid': { status: 422, title: 'The input is not valid' },
  'overview-unknown': { status: 404, title: 'There is no such overview' },
  'version-unknown': { status: 404, title: 'The overview has no such version' },
  'route-unknown': { status: 404, title: 'There is nothing at this address' },
  'status-forbids': { status: 409, title: 'The status of the overview does not allow this' },
  'version-stale': { status: 412, title: 'Somebody else has saved the overview meanwhile' },
  'version-missing': { status: 428, title: 'The request does not say which version it changes' },
  'body-too-large': { status: 413, title: 'The body of the request is too large' },
  'media-type-unsupported': { status: 415, title: 'The body of the request is not JSON' },
  'request-refused': { status: 400, title: 'The request was refused' },
  'system-not-running': { status: 503, title: 'The service does not run under asbuilt up' },
  'system-unreachable': { status: 503, title: 'The running system does not tell its state' },
  'database-unavailable': { status: 503, title: 'The database does not answer' },
  'check-unfinished': { status: 503, title: 'The text could not be checked' },
  'unexpected-error': { status: 500, title: 'Something went wrong in the service' },
} as const;

export type ProblemKind = keyof typeof kinds;

/** One value of the input that is not valid. */
const invalidValueSchema = z
  .object({
    in: z.enum(['body', 'path', 'query', 'headers']).describe('The part of the request that the value stands in.'),
    path: z.string().describe('JSON Pointer (RFC 6901) to the value in that part.'),
    message: z.string().describe('What is wrong with it.'),
  })
  .meta({ id: 'InvalidValue', description: 'One value of the input that is not valid.' });

export type InvalidValue = z.infer<typeof invalidValueSchema>;

/** The body of every answer that is not a success, RFC 9457. */
export const problemSchema = z
  .object({
    type: z.string().describe('A URI that names the kind of problem.'),
    title: z.string().describe('The kind of problem in a sentence; the same for every problem of this type.'),
    status: z.int().describe('The HTTP status code, once more.'),
    detail: z.string().describe('What went wrong this time, and what to do next.'),
    requestId: z.string().describe('The x-request-id of the request, as it stands in the logs.'),
    errors: z.array(invalidValueSchema).optional().describe('The values that are not valid.'),
  })
  .meta({
    id: 'Problem',
    description: 'What went wrong, as RFC 9457 (Problem Details for HTTP APIs) has it.',
    examples: [
      {
        type: 'urn:asbuilt:problem:version-stale',
        title: kinds['version-stale'].title,
        status: 412,
        detail: 'The overview is at version 4, and the request changes version 3: read it again and merge.',
        requestId: '0f6a1c9e-5d1b-4a57-9a44-2d6c0d1a7a10',
      },
    ],
  });

export type ProblemBody = z.infer<typeof problemSchema>;

/** What a problem may carry besides its sentence. */
export interface ProblemFacts {
  readonly errors?: readonly InvalidValue[];
  /** Replaces the status of the kind. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** What led to it: logged, never sent. */
  readonly cause?: unknown;
}

/** An answer that is not a success: thrown by whoever notices it, sent by the error handler. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly kind: ProblemKind;
  readonly status: number;
  readonly facts: ProblemFacts;

  constructor(kind: ProblemKind, detail: string, facts: ProblemFacts = {}) {
    super(detail, { cause: facts.cause });
    this.kind = kind;
    this.status = facts.status ?? kinds[kind].status;
    this.facts = facts;
  }

  /** The answer's body. */
  body(requestId: string): ProblemBody {
    const { kind, status, message, facts } = this;
    const errors = facts.errors === undefined ? {} : { errors: [...facts.errors] };
    return {
      type: `urn:asbuilt:problem:${kind}`,
      title: kinds[kind].title,
      status,
      detail: message,
      requestId,
      ...errors,
    };
  }
}
