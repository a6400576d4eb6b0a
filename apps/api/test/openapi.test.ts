import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Pool } from 'pg';
import { afterAll, describe, expect, test } from 'vitest';
import { buildApp } from '../src/app.ts';
import { openDatabase } from '../src/db/client.ts';

/** Written by `npm run openapi -w @asbuilt/api`; no query is made, so no database is needed. */
const file = fileURLToPath(new URL('../openapi.json', import.meta.url));

const pool = new Pool({ connectionString: 'postgres://nobody@127.0.0.1:1/none' });
const app = await buildApp({ database: openDatabase(pool), logLevel: 'silent' });
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

/** JSON as the project formats it. */
function formatted(json: string): string {
  return execFileSync('npx', ['biome', 'format', `--stdin-file-path=${file}`], { input: json, encoding: 'utf8' });
}
