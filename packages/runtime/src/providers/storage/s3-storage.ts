import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { AwsClient } from 'aws4fetch';
import { requireKey } from './disk-storage.ts';
import { plain } from './s3-xml.ts';
import type { ByteRange, ObjectInfo, Storage } from './storage.ts';

export interface S3StorageOptions {
  /** `https://s3.eu-central-1.amazonaws.com`, `http://127.0.0.1:9000` */
  readonly endpoint: string;
  readonly bucket: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** An answer of S3 that is no success. */
export class StorageError extends Error {
  override readonly name = 'StorageError';
  /** As S3 names it: `AccessDenied`. */
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** How long S3 may take to begin its answer; what keeps sending may take as long as it does. */
const answersWithinMs = 30_000;

/** Opens a storage in a bucket of S3, or of what speaks like it; requests that S3 could not answer are tried again. */
export async function openS3Storage(options: S3StorageOptions): Promise<Storage> {
  const { AwsClient: Client } = await import('aws4fetch');
  const { accessKeyId, secretAccessKey, region } = options;
  const client = new Client({ accessKeyId, secretAccessKey, region, service: 's3', retries: 3 });
  const base = `${options.endpoint.replace(/\/$/, '')}/${options.bucket}`;
  const at = (key: string): string => `${base}/${requireKey(key).split('/').map(encodeURIComponent).join('/')}`;
  return {
    put: async (key, body, { contentType = 'application/octet-stream', metadata = {} } = {}) => {
      // S3 asks for the length before the first byte.
      const bytes = body instanceof Readable ? await buffer(body) : Buffer.from(body);
      const named = Object.entries(metadata).map(([name, value]) => [`x-amz-meta-${name}`, value] as const);
      const headers = { 'content-type': contentType, ...Object.fromEntries(named) };
      const answer = await ask(client, at(key), { method: 'PUT', body: Uint8Array.from(bytes), headers });
      await answer.arrayBuffer();
      const etag = unquoted(answer.headers.get('etag'));
      return { key, bytes: bytes.length, etag, contentType, metadata, modifiedAt: new Date().toISOString() };
    },
    get: async (key, range) => {
      const answer = await ask(client, at(key), range === undefined ? {} : { headers: { range: rangeText(range) } });
      if (answer.status === 404 || answer.body === null) return undefined;
      return { info: infoOf(key, answer), body: Readable.from(piecesOf(answer.body)) };
    },
    info: async (key) => {
      const answer = await ask(client, at(key), { method: 'HEAD' });
      return answer.status === 404 ? undefined : infoOf(key, answer);
    },
    remove: async (key) => {
      await (await ask(client, at(key), { method: 'DELETE' })).arrayBuffer();
    },
    list: (prefix = '') => everyKey(client, base, prefix),
  };
}

/** Answers with a success or 404. */
async function ask(client: AwsClient, url: string, init: RequestInit): Promise<Response> {
  const ending = new AbortController();
  const timer = setTimeout(
    () => ending.abort(new Error(`S3 did not answer within ${answersWithinMs / 1000} s`)),
    answersWithinMs,
  );
  try {
    const answer = await client.fetch(url, { ...init, signal: ending.signal });
    if (answer.ok) return answer;
    const text = await answer.text();
    const code = /<Code>(\w+)<\/Code>/.exec(text)?.[1] ?? String(answer.status);
    if (answer.status === 404 && code !== 'NoSuchBucket') return answer;
    const said = /<Message>(.*?)<\/Message>/.exec(text)?.[1] ?? answer.statusText;
    throw new StorageError(code, `${init.method ?? 'GET'} ${new URL(url).pathname} was answered with ${code}: ${said}`);
  } finally {
    clearTimeout(timer);
  }
}

/** Destroying the stream ends the transfer. */
async function* piecesOf(body: NonNullable<Response['body']>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  let isWhole = false;
  try {
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) yield piece.value;
    isWhole = true;
  } finally {
    if (!isWhole) await reader.cancel().catch(() => undefined);
  }
}

function rangeText({ first, last }: ByteRange): string {
  return `bytes=${first}-${last}`;
}

function infoOf(key: string, { headers }: Response): ObjectInfo {
  const whole = /\/(\d+)$/.exec(headers.get('content-range') ?? '')?.[1] ?? headers.get('content-length');
  const metadata = [...headers].flatMap(([name, value]) =>
    name.startsWith('x-amz-meta-') ? [[name.slice('x-amz-meta-'.length), value] as const] : [],
  );
  return {
    key,
    bytes: Number(whole),
    etag: unquoted(headers.get('etag')),
    contentType: headers.get('content-type') ?? 'application/octet-stream',
    metadata: Object.fromEntries(metadata),
    modifiedAt: new Date(headers.get('last-modified') ?? 0).toISOString(),
  };
}

async function everyKey(client: AwsClient, base: string, prefix: string): Promise<readonly string[]> {
  const keys: string[] = [];
  let token: string | undefined;
  do {
    const query = new URLSearchParams({
      'list-type': '2',
      prefix,
      ...(token !== undefined && { 'continuation-token': token }),
    });
    const answer = await ask(client, `${base}?${query.toString().replaceAll('+', '%20')}`, {});
    const text = await answer.text();
    keys.push(...[...text.matchAll(/<Key>([^<]*)<\/Key>/g)].map((match) => plain(match[1] ?? '')));
    token = /<NextContinuationToken>([^<]*)</.exec(text)?.[1];
  } while (token !== undefined);
  return keys;
}

function unquoted(etag: string | null): string {
  return (etag ?? '').replaceAll('"', '');
}
