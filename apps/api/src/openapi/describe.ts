import { fastifySwagger } from '@fastify/swagger';
import { fastifySwaggerUi } from '@fastify/swagger-ui';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import type { App } from '#http/app-type';
import { tidy } from './tidy.ts';

const tags = [
  { name: 'overviews', description: 'Overviews, kept with every version.' },
  { name: 'check', description: 'Checking a text that is not kept.' },
  { name: 'live', description: 'The running system that this service is part of.' },
  { name: 'operation', description: 'For whoever starts and watches the service.' },
];

const description = `The team service of Asbuilt: Architecture Overviews, kept, checked and read as data.

Every answer that is not a success is a problem as RFC 9457 has it, in \`application/problem+json\`.
Every answer carries \`x-request-id\`: the caller's own, or a new one.
Bodies are JSON in UTF-8 of at most 2 MiB.`;

/** Derives the API's description, OpenAPI 3.1, from its routes: served at /openapi.json, and for people at /docs. */
export async function describeApi(app: App): Promise<void> {
  await app.register(fastifySwagger, {
    openapi: {
      openapi: '3.1.1',
      info: { title: 'Asbuilt', description, version: '0.1.0', license: { name: 'MIT', identifier: 'MIT' } },
      servers: [{ url: '/' }],
      security: [],
      tags,
    },
    transform: jsonSchemaTransform,
    transformObject: (document) => tidy(jsonSchemaTransformObject(document)),
  });
  await app.register(fastifySwaggerUi, { routePrefix: '/docs', staticCSP: true });
  app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger());
}
