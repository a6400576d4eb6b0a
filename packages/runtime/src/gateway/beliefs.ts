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

/**
 * Whether a header (lower case) is left out that only this system may say, or nobody. Many servers take an underscore for
 * a hyphen, so that `Asbuilt_Subject` would reach a service as `Asbuilt-Subject`.
 */
export function isMadeUp(name: string, beliefs: Beliefs): boolean {
  const plain = name.includes('_') ? name.replaceAll('_', '-') : name;
  if (plain.startsWith('asbuilt-')) return true;
  const speaksForOthers = plain.startsWith('x-forwarded-') || clients.has(plain);
  if (speaksForOthers) return !beliefs.forwarded || plain !== name;
  return !beliefs.overrides && overrides.has(plain);
}

/** Whether a request says that another path or method is meant than the one it asks with. */
export function meansOther(headers: IncomingHttpHeaders): boolean {
  for (const name of overriding) if (headers[name] !== undefined) return true;
  return false;
}
