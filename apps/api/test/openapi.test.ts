import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { Pool } from 'pg';
import { afterAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { buildApp } from '../src/app.ts';
import { openDatabase } from '../src/db/client.ts';
import { analyst } from './support/analyst.ts';

/** Written by `npm run openapi -w @asbuilt/api`; no query is made, so no database is needed. */
const file = fileURLToPath(new URL('../openapi.json', import.meta.url));

const documentSchema = z.object({
  openapi: z.string(),
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({
        operationId: z.string(),
        summary: z.string(),
        parameters: z.array(z.object({ name: z.string(), in: z.string() })).optional(),
        responses: z.record(z.string(), z.object({ description: z.string() })),
      }),
    ),
  ),
  components: z.object({
    schemas: z.record(
      z.string(),
      z.looseObject({ description: z.string(), examples: z.array(z.unknown()).optional() }),
    ),
  }),
});
const committed: Record<string, unknown> = JSON.parse(readFileSync(file, 'utf8'));
const document = documentSchema.parse(committed);
const ajv = new Ajv2020({ strict: false, validateFormats: false }).addSchema(committed, 'openapi');

const pool = new Pool({ connectionString: 'postgres://nobody@127.0.0.1:1/none' });
const app = await buildApp({ database: openDatabase(pool), analyst, logLevel: 'silent' });
afterAll(async () => {
  await app.close();
  await pool.end();
});

describe('the description of the API', () => {
  test('stands in openapi.json as the routes have it', async () => {
    await app.ready();
    await expect(formatted(JSON.stringify(app.swagger()))).toMatchFileSnapshot(file);
  });

  test('is served at /openapi.json', async () => {
    const response = await app.inject('/openapi.json');
    expect(response.statusCode).toBe(200);
    expect(response.json()).toEqual(app.swagger());
  });
});

describe('what stands in openapi.json', () => {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ ...operation, route: `${method} ${path}` })),
  );

  test('is OpenAPI 3.1 and names every operation once', () => {
    expect(document.openapi).toBe('3.1.1');
    expect(operations.map(({ route, operationId }) => `${operationId}: ${route}`)).toMatchInlineSnapshot(`
      [
        "createOverview: post /overviews",
        "listOverviews: get /overviews",
        "readOverview: get /overviews/{id}",
        "updateOverview: put /overviews/{id}",
        "deleteOverview: delete /overviews/{id}",
        "moveOverview: post /overviews/{id}/status",
        "listVersions: get /overviews/{id}/versions",
        "readVersion: get /overviews/{id}/versions/{version}",
        "checkOverview: get /overviews/{id}/findings",
        "modelOverview: get /overviews/{id}/model",
        "checkText: post /check",
        "readHealth: get /health",
        "readLive: get /live",
        "streamLive: get /live/stream",
      ]
    `);
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
  });

  test.each(operations.map((operation) => [operation.operationId, operation] as const))(
    'says of %s what it does, what it answers, and what its path stands for',
    (_, { route, summary, responses, parameters = [] }) => {
      expect(summary).toMatch(/^[A-Z]/);
      expect(Object.values(responses).map(({ description }) => description)).not.toContain('Default Response');
      expect(Object.keys(responses).some((status) => status.startsWith('2'))).toBe(true);
      const inPath = parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => `{${name}}`);
      expect(route.match(/\{\w+\}/g) ?? []).toEqual(inPath);
    },
  );

  test('refers only to what is there, and leaves nothing over', () => {
    const referred = [...JSON.stringify(committed).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(
      ([, name]) => name,
    );
    expect(new Set(referred)).toEqual(new Set(Object.keys(document.components.schemas)));
  });

  test.each(Object.entries(document.components.schemas))('describes %s, with examples that fit it', (name, schema) => {
    expect(schema.description).toMatch(/\.$/);
    const validate = ajv.getSchema(`openapi#/components/schemas/${name}`);
    for (const example of schema.examples ?? []) expect([validate?.(example), validate?.errors]).toEqual([true, null]);
  });
});

/** JSON as the project formats it. */
function formatted(json: string): string {
  return execFileSync('npx', ['biome', 'format', `--stdin-file-path=${file}`], { input: json, encoding: 'utf8' });
}
