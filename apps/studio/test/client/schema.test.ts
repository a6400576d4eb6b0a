import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import openapiTypescript, { astToString } from 'openapi-typescript';
import { describe, expect, it } from 'vitest';

const studio = join(import.meta.dirname, '..', '..');

describe('the client', () => {
  it('is generated from the API as it stands (if not: npm run client -w @asbuilt/studio)', async () => {
    const types = await openapiTypescript(pathToFileURL(join(studio, '..', 'api', 'openapi.json')));
    const committed = await readFile(join(studio, 'client', 'schema.d.ts'), 'utf8');
    expect(committed.endsWith(astToString(types))).toBe(true);
  });
});
