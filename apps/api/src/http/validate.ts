import type { FastifySchemaCompiler } from 'fastify';
import type { z } from 'zod';
import { type InvalidValue, Problem } from './problem.ts';

const parts: Readonly<Record<string, InvalidValue['in']>> = {
  params: 'path',
  querystring: 'query',
  headers: 'headers',
};

/** Checks each part of a request by its zod schema. What is not valid becomes a problem that names every such value. */
export const validateInput: FastifySchemaCompiler<z.ZodType> = ({ schema, httpPart }) => {
  const part = parts[httpPart ?? 'body'] ?? 'body';
  return (data: unknown) => {
    const result = schema.safeParse(data);
    if (result.success) return { value: result.data };
    const { issues } = result.error;
    return {
      error: invalid(
        part,
        issues.map(({ path, message }) => ({ in: part, path: pointer(path), message })),
      ),
    };
  };
};

/** A path with a value that cannot be right leads nowhere. */
function invalid(part: InvalidValue['in'], errors: readonly InvalidValue[]): Problem {
  const detail = `${errors.map(({ path, message }) => `${path.slice(1) || `the ${part}`}: ${message}`).join('; ')}.`;
  switch (part) {
    case 'path':
      return new Problem('route-unknown', detail, { errors });
    case 'body':
      return new Problem('input-invalid', detail, { errors });
    case 'query':
    case 'headers':
      return new Problem('request-malformed', detail, { errors });
  }
}

/** RFC 6901 */
function pointer(path: readonly PropertyKey[]): string {
  return path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
