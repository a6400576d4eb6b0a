import type { IncomingHttpHeaders } from 'node:http';

/** What a caller from outside may say. */
export interface Beliefs {
  /** For whom it speaks: `X-Forwarded-For` and the like. */
  readonly forwarded: boolean;
  /** That another path or method is meant than the one it asks with, which is what the entry decides by. */
  readonly overrides: boolean;
}

const overriding: readonly string[] = [
  'x-original-url',
  'x-original-uri',
  'x-override-url',
  'x-rewrite-url',
  'x-original-method',
  'x-http-method',
  'x-http-method-override',
  'x-method-override',
];
const overrides: ReadonlySet<string> = new Set(overriding);

const clients: ReadonlySet<string> = new Set([
  'forwarded',
  'x-real-ip',
  'x-client-ip',
  'x-cluster-client-ip',
  'true-client-ip',
]);

/** What whoever sends a header claims: nothing, to be this system, to speak for others, or to mean something else. */
export type Claim = 'nothing' | 'system' | 'others' | 'override';

/**
 * What a header (lower case) claims. Many servers take an underscore for a hyphen, so that `Asbuilt_Subject` would reach a
 * service as `Asbuilt-Subject`; who writes it so only means to hide it.
 */
export function claimOf(name: string): Claim {
  const plain = name.includes('_') ? name.replaceAll('_', '-') : name;
  if (plain.startsWith('asbuilt-')) return 'system';
  if (plain.startsWith('x-forwarded-') || clients.has(plain)) return plain === name ? 'others' : 'system';
  return overrides.has(plain) ? 'override' : 'nothing';
}

/** Whether a header is left out, since only this system may claim that, or nobody. */
export function isMadeUp(claim: Claim, beliefs: Beliefs): boolean {
  switch (claim) {
    case 'nothing':
      return false;
    case 'system':
      return true;
    case 'others':
      return !beliefs.forwarded;
    case 'override':
      return !beliefs.overrides;
  }
}

/** Whether a request says that another path or method is meant than the one it asks with. */
export function meansOther(headers: IncomingHttpHeaders): boolean {
  for (const name of overriding) if (headers[name] !== undefined) return true;
  return false;
}
