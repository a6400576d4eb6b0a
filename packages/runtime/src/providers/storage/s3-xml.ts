import type { Part } from './multipart-uploads.ts';
import type { ObjectInfo } from './object.ts';
import { S3Error } from './s3-request.ts';

const head = '<?xml version="1.0" encoding="UTF-8"?>\n';
const namespace = 'http://s3.amazonaws.com/doc/2006-03-01/';
const mostKeys = 1000;

export function errorXml({ code, message }: S3Error): string {
  return `${head}<Error>${element('Code', code)}${element('Message', message)}</Error>`;
}

/** One page of a list: keys, and what they share up to the delimiter (ListObjectsV2). */
export function listXml(bucket: string, objects: readonly ObjectInfo[], query: ReadonlyMap<string, string>): string {
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const most = mostOf(query.get('max-keys'));
  const after = fromToken(query.get('continuation-token')) ?? query.get('start-after') ?? '';
  const lines = linesOf(objects, prefix, delimiter).filter(({ name }) => isAfter(name, after));
  const page = lines.slice(0, most);
  const isCut = lines.length > page.length;
  const next = isCut ? element('NextContinuationToken', toToken(page.at(-1)?.name ?? '')) : '';
  const found = page.map(({ text }) => text).join('');
  const about = [
    element('Name', bucket),
    element('Prefix', prefix),
    element('KeyCount', String(page.length)),
    element('MaxKeys', String(most)),
    element('IsTruncated', String(isCut)),
  ];
  return `${head}<ListBucketResult xmlns="${namespace}">${about.join('')}${next}${found}</ListBucketResult>`;
}

interface Line {
  /** A key, or what several begin with. */
  readonly name: string;
  readonly text: string;
}

function linesOf(objects: readonly ObjectInfo[], prefix: string, delimiter: string): readonly Line[] {
  const lines = new Map<string, Line>();
  for (const info of objects) {
    const end = delimiter === '' ? -1 : info.key.indexOf(delimiter, prefix.length);
    const name = end === -1 ? info.key : info.key.slice(0, end + delimiter.length);
    const text = end === -1 ? contents(info) : `<CommonPrefixes>${element('Prefix', name)}</CommonPrefixes>`;
    if (!lines.has(name)) lines.set(name, { name, text });
  }
  return [...lines.values()];
}

function contents({ key, bytes, etag, modifiedAt }: ObjectInfo): string {
  const size = element('Size', String(bytes));
  return `<Contents>${element('Key', key)}${element('LastModified', modifiedAt)}${element('ETag', `"${etag}"`)}${size}</Contents>`;
}

function mostOf(said: string | undefined, name = 'max-keys'): number {
  if (said === undefined) return mostKeys;
  const most = Number(said);
  if (!Number.isInteger(most) || most < 0) throw new S3Error(400, 'InvalidArgument', `${name} is no number`);
  return Math.min(most, mostKeys);
}

function isAfter(name: string, other: string): boolean {
  return Buffer.compare(Buffer.from(name), Buffer.from(other)) > 0;
}

function toToken(name: string): string {
  return Buffer.from(name).toString('base64url');
}

function fromToken(token: string | undefined): string | undefined {
  return token === undefined ? undefined : Buffer.from(token, 'base64url').toString();
}

/** `<CopyObjectResult><ETag>…</ETag>…</CopyObjectResult>` */
export function resultXml(name: string, said: Readonly<Record<string, string>>): string {
  const inside = Object.entries(said).map(([each, text]) => element(each, text));
  return `${head}<${name} xmlns="${namespace}">${inside.join('')}</${name}>`;
}

/** One page of the parts that have come (ListParts). */
export function partsXml(about: string, parts: readonly Part[], query: ReadonlyMap<string, string>): string {
  const most = mostOf(query.get('max-parts'), 'max-parts');
  const after = Number(query.get('part-number-marker') ?? 0);
  const left = parts.filter(({ number }) => number > after);
  const page = left.slice(0, most);
  const isCut = left.length > page.length;
  const found = page.map(({ number, etag, bytes, modifiedAt }) =>
    [
      element('PartNumber', String(number)),
      element('LastModified', modifiedAt),
      element('ETag', `"${etag}"`),
      element('Size', String(bytes)),
    ].join(''),
  );
  const paging = [
    element('PartNumberMarker', String(after)),
    ...(isCut ? [element('NextPartNumberMarker', String(page.at(-1)?.number ?? after))] : []),
    element('MaxParts', String(most)),
    element('IsTruncated', String(isCut)),
  ];
  const inside = found.map((part) => `<Part>${part}</Part>`);
  return `${head}<ListPartsResult xmlns="${namespace}">${about}${paging.join('')}${inside.join('')}</ListPartsResult>`;
}

/** What is written in XML, as it is meant. */
export function plain(xml: string): string {
  const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
  return xml.replaceAll(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi,
    (whole, hex?: string, decimal?: string, name?: string) => {
      if (hex !== undefined) return charOf(Number.parseInt(hex, 16), whole);
      if (decimal !== undefined) return charOf(Number(decimal), whole);
      return named[name ?? ''] ?? whole;
    },
  );
}

function charOf(point: number, whole: string): string {
  return point <= 0x10_ff_ff ? String.fromCodePoint(point) : whole;
}

export function element(name: string, text: string): string {
  return `<${name}>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')}</${name}>`;
}
