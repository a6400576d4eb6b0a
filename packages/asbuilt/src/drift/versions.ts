import { majorOf } from '#survey/capsule';

/** A name with what is said of its version: `Next.js@16`, `Fastify 5.1`, `Django`. */
export interface Versioned {
  readonly name: string;
  readonly version?: string;
}

/** Parts the version from a name. */
export function versioned(text: string): Versioned {
  const [, name, version] = /^(.+?)(?:\s*@\s*|\s+)[v^~]?(\d+(?:\.[\dx]+)*)$/.exec(text.trim()) ?? [];
  return name === undefined || version === undefined ? { name: text.trim() } : { name, version };
}

/**
 * Whether a stated version can be one that a dependency's range allows. An exact version is compared as far as both are
 * written, `16.4` with `16.4.6`; of any other range only the major version is certain, and of `>=16` not even that.
 */
export function fitsRange(version: string, range: string): boolean {
  const exact = /^(?:==?)?v?(\d+(?:\.\d+)*)$/.exec(range.trim())?.[1] ?? majorOf(range);
  if (exact === undefined) return true;
  const [stated, declared] = [version.split('.'), exact.split('.')];
  return stated.every((part, index) => part === 'x' || declared[index] === undefined || part === declared[index]);
}
