import type { Json } from '../print/json.ts';

function problem(description: string, headers?: Json): Json {
  return {
    description,
    headers,
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
}

/** What a caller may get from the gateway instead of the service: problem documents (RFC 9457). */
export const gatewayAnswers: Json = {
  schemas: {
    Problem: {
      type: 'object',
      description: 'A problem document (RFC 9457).',
      required: ['title', 'status'],
      properties: {
        type: { type: 'string', format: 'uri-reference' },
        title: { type: 'string' },
        status: { type: 'integer', minimum: 400, maximum: 599 },
        detail: { type: 'string' },
      },
    },
  },
  responses: {
    BadGateway: problem('The service could not be reached, or broke off.'),
    Unavailable: problem('The service is not up, or its circuit breaker is open.', {
      'Retry-After': {
        description: 'Seconds until it is worth trying again.',
        schema: { type: 'integer', minimum: 0 },
      },
    }),
    TimedOut: problem('The service did not answer in the time that the overview gives it.'),
  },
};
