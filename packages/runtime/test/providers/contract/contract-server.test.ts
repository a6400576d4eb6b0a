import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openContractServer } from '#providers/contract/contract-server';
import { scratch } from '../../sample-system.ts';

const described = {
  openapi: '3.1.1',
  servers: [{ url: '/v1' }],
  paths: {
    '/berths': {
      get: {
        responses: {
          404: { description: 'none' },
          200: {
            headers: { 'X-Total': { schema: { type: 'integer', example: 2 } } },
            content: {
              'application/json': {
                examples: { two: { $ref: '#/components/examples/two' }, none: { value: [] } },
              },
            },
          },
        },
      },
      post: {
        responses: { 201: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Berth' } } } } },
      },
    },
    '/berths/{id}': {
      get: {
        responses: { 200: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Berth' } } } } },
      },
      delete: { responses: { 204: { description: 'gone' } } },
      put: { responses: { 200: { content: { 'application/json': { schema: { type: 'object' } } } } } },
    },
    '/berths/free': { get: { responses: { 200: { content: { 'text/plain': { example: 'none' } } } } } },
  },
  components: {
    examples: { two: { value: [{ id: 1 }, { id: 2 }] } },
    schemas: {
      Berth: {
        type: 'object',
        required: ['id', 'ship'],
        properties: {
          id: { type: 'integer', example: 7 },
          ship: { $ref: '#/components/schemas/Ship' },
          notes: { type: 'string' },
        },
      },
      Ship: {
        type: 'object',
        properties: { name: { examples: ['Aurora'] }, next: { $ref: '#/components/schemas/Berth' } },
      },
    },
  },
};

async function open(contract: string, text?: string): Promise<{ readonly url: string; readonly file: string }> {
  const directory = await scratch();
  const file = join(directory, contract);
  if (text !== undefined) await writeFile(file, text);
  const server = await openContractServer({ service: 'Berths', directory, contract, log: () => {} });
  onTestFinished(() => server.close());
  return { url: `http://127.0.0.1:${server.target.port}`, file };
}

async function ask(url: string, init: RequestInit = {}): Promise<readonly [number, unknown]> {
  const answer = await fetch(url, init);
  const text = await answer.text();
  const isJson = answer.headers.get('content-type')?.includes('json') === true;
  return [answer.status, isJson ? JSON.parse(text) : text];
}

describe('a service that is answered for by its contract', () => {
  test('answers with the examples: named, in a schema, or put together from what a schema requires', async () => {
    const { url } = await open('berths.json', JSON.stringify(described));
    expect(await ask(`${url}/berths?free=1`)).toEqual([200, [{ id: 1 }, { id: 2 }]]);
    expect((await fetch(`${url}/berths`)).headers.get('x-total')).toBe('2');
    expect(await ask(`${url}/v1/berths`)).toEqual([200, [{ id: 1 }, { id: 2 }]]);
    expect(await ask(`${url}/berths/7`)).toMatchObject([200, { id: 7, ship: { name: 'Aurora' } }]);
    expect(await ask(`${url}/berths`, { method: 'POST', body: '{}' })).toMatchObject([201, { id: 7 }]);
    expect(await ask(`${url}/berths/free`)).toEqual([200, 'none']);
    expect(await ask(`${url}/berths/7`, { method: 'DELETE' })).toEqual([204, '']);
    expect((await fetch(`${url}/berths`, { method: 'HEAD' })).headers.get('content-length')).toBe('19');
  });

  test('answers as the caller prefers', async () => {
    const { url } = await open('berths.json', JSON.stringify(described));
    expect(await ask(`${url}/berths`, { headers: { prefer: 'example=none' } })).toEqual([200, []]);
    expect(await ask(`${url}/berths`, { headers: { prefer: 'code=404' } })).toEqual([404, '']);
    expect(await ask(`${url}/berths`, { headers: { prefer: 'code=500' } })).toMatchObject([501, {}]);
  });

  test('says what its contract does not have', async () => {
    const { url } = await open('berths.json', JSON.stringify(described));
    expect(await ask(`${url}/ships`)).toEqual([
      404,
      { status: 404, title: 'berths.json has no path /ships', contract: 'berths.json' },
    ]);
    expect(await ask(`${url}/berths/7`, { method: 'PATCH' })).toMatchObject([
      405,
      { title: 'berths.json has no PATCH /berths/7' },
    ]);
    expect((await fetch(`${url}/berths`, { method: 'PATCH' })).headers.get('allow')).toBe('GET, POST, HEAD');
    expect(await ask(`${url}/berths/7`, { method: 'PUT' })).toMatchObject([
      501,
      { detail: 'berths.json gives no example for PUT /berths/{id}, 200.' },
    ]);
  });

  test('says which contract is missing or cannot be read, and takes it as soon as it is there', async () => {
    const { url, file } = await open('berths.json');
    expect(await ask(`${url}/berths`)).toEqual([
      501,
      {
        status: 501,
        title: 'Berths has no binding, and nothing to answer with',
        detail:
          'A stand-in answers for Berths with the examples of berths.json; there is no berths.json. Bind Berths in the profile, or write its contract: `asbuilt build --artifact berths.json` begins one.',
        contract: 'berths.json',
      },
    ]);
    await writeFile(file, '{');
    expect(await ask(`${url}/berths`)).toMatchObject([
      501,
      { detail: expect.stringContaining('berths.json cannot be read (') },
    ]);
    await writeFile(file, '{"swagger": "2.0"}');
    expect(await ask(`${url}/berths`)).toMatchObject([
      501,
      { detail: expect.stringContaining('berths.json is no OpenAPI description') },
    ]);
    await writeFile(file, JSON.stringify(described));
    expect((await ask(`${url}/berths`))[0]).toBe(200);
  });

  test('may be described in YAML', async () => {
    const yaml = `openapi: 3.1.1
paths:
  /berths:
    get:
      responses:
        '200':
          content:
            application/json:
              example: [{ id: 3 }]
`;
    const { url } = await open('berths.yaml', yaml);
    expect(await ask(`${url}/berths`)).toEqual([200, [{ id: 3 }]]);
  });
});
