import type { Overview } from '#db/schema';
import { Problem } from './problem.ts';

/**
 * The entity tag (RFC 9110 section 8.8.3) of an overview: its version first, then everything else that may change,
 * so that a copy of an older status or of older counts is not taken for the present one.
 */
export function entityTag({
  version,
  status,
  errors,
  warnings,
}: Pick<Overview, 'version' | 'status' | 'errors' | 'warnings'>): string {
  const counts = errors === null || warnings === null ? '' : `-${errors}-${warnings}`;
  return `"${version}-${status}${counts}"`;
}

/** Whether `If-None-Match` says that the client holds `tag` already. Weak tags count (RFC 9110 section 13.1.2). */
export function isHeld(ifNoneMatch: string | undefined, tag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch.trim() === '*') return true;
  return ifNoneMatch.split(',').some((held) => held.trim().replace(/^W\//, '') === tag);
}

/** The versions that a change may start from. */
export type Expected = 'any' | readonly number[];

/**
 * The versions that `If-Match` admits: of a tag only the version counts, since a new status or new counts
 * do not get into the way of a change. Weak tags admit nothing (RFC 9110 section 13.1.1).
 * Throws a problem when the header is missing or holds no tag.
 */
export function expectedVersions(ifMatch: string | undefined): Expected {
  if (ifMatch === undefined) {
    throw new Problem(
      'version-missing',
      'Send the ETag of the version that you read in the header If-Match, for example If-Match: "3".',
    );
  }
  if (ifMatch.trim() === '*') return 'any';
  return ifMatch.split(',').flatMap(expectedVersion);
}

/** RFC 9110 section 8.8.3, but without commas inside of the quotes: no tag of ours has one. */
const anyTag = /^(W\/)?"[\x21\x23-\x2b\x2d-\x7e\x80-\xff]*"$/;

function expectedVersion(tag: string): number[] {
  if (!anyTag.test(tag.trim())) {
    throw new Problem(
      'request-malformed',
      'If-Match holds no ETag: send the one that you got, quotes included, for example If-Match: "3".',
    );
  }
  const version = /^"(\d{1,9})(?:-[\w-]*)?"$/.exec(tag.trim())?.[1];
  return version === undefined ? [] : [Number(version)];
}

/** Throws a problem unless `expected` admits `version`. */
export function requireVersion(expected: Expected, version: number): void {
  if (expected === 'any' || expected.includes(version)) return;
  const from = expected.length === 0 ? 'another one' : `version ${expected.join(' or ')}`;
  throw new Problem(
    'version-stale',
    `The overview is at version ${version}, and the request changes ${from}: read it again and merge.`,
  );
}
