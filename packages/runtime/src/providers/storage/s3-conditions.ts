import type { IncomingHttpHeaders } from 'node:http';
import type { ObjectInfo } from './object.ts';
import { S3Error } from './s3-request.ts';

/** The four conditions of HTTP (RFC 9110, section 13.1), as S3 has them for what is copied from and for what is put. */
interface Conditions {
  readonly match: string | undefined;
  readonly noneMatch: string | undefined;
  readonly modifiedSince?: string | undefined;
  readonly unmodifiedSince?: string | undefined;
}

/** What has to hold of the object that is there before another one is put in its place; undefined where nothing has to. */
export function conditionOf(headers: IncomingHttpHeaders): ((before: ObjectInfo | undefined) => void) | undefined {
  const conditions = { match: headers['if-match'], noneMatch: headers['if-none-match'] };
  if (conditions.match === undefined && conditions.noneMatch === undefined) return undefined;
  return (before) => {
    if (before !== undefined) return requireAll(conditions, before);
    if (conditions.match !== undefined) throw new S3Error(404, 'NoSuchKey', 'There is no object of this key');
  };
}

/** Throws an `S3Error` where an object is not as a copy wants its source. */
export function requireSource(headers: IncomingHttpHeaders, source: ObjectInfo): void {
  const said = (name: string): string | undefined => {
    const value = headers[`x-amz-copy-source-if-${name}`];
    return typeof value === 'string' ? value : undefined;
  };
  const modifiedSince = said('modified-since');
  const unmodifiedSince = said('unmodified-since');
  requireAll({ match: said('match'), noneMatch: said('none-match'), modifiedSince, unmodifiedSince }, source);
}

/** Where a tag is asked for, a time that is asked for besides does not count. */
function requireAll({ match, noneMatch, modifiedSince, unmodifiedSince }: Conditions, info: ObjectInfo): void {
  const modifiedAt = Math.floor(Date.parse(info.modifiedAt) / 1000) * 1000;
  const isLater = (since: string | undefined): boolean | undefined =>
    since === undefined || Number.isNaN(Date.parse(since)) ? undefined : modifiedAt > Date.parse(since);
  const holds = [
    match === undefined ? isLater(unmodifiedSince) !== true : names(match, info),
    noneMatch === undefined ? isLater(modifiedSince) !== false : !names(noneMatch, info),
  ];
  if (holds.includes(false))
    throw new S3Error(412, 'PreconditionFailed', 'The object is not as the request wants it to be');
}

/** `"…"`, also without quotes as some clients write it; `*` names each. */
export function names(header: string, { etag }: ObjectInfo): boolean {
  return header
    .split(',')
    .map((each) => each.trim().replace(/^W\//, '').replaceAll('"', ''))
    .some((each) => each === '*' || each === etag);
}
