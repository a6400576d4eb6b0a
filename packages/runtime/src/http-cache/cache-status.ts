import type { Milliseconds } from '@asbuilt/core/model';
import { nameItem } from './structured-strings.ts';

/** Why a cache passed a request on (RFC 9211, section 2.2). */
export type Forward = 'bypass' | 'method' | 'uri-miss' | 'vary-miss' | 'stale' | 'request';

/** What one cache did with a request. */
export type Handling =
  | { readonly kind: 'hit'; readonly ttlMs: Milliseconds }
  | {
      readonly kind: 'forwarded';
      readonly why: Forward;
      readonly status?: number;
      readonly stored?: boolean;
      /** It waited for another one's answer. */
      readonly collapsed?: boolean;
      readonly detail?: string;
    };

/** `Cache-Status` as RFC 9211 has it: the caches in the order in which the answer passed them. */
export function cacheStatus(handled: readonly { readonly name: string; readonly handling: Handling }[]): string {
  return handled.map(({ name, handling }) => `${nameItem(name)}${parameters(handling)}`).join(', ');
}

function parameters(handling: Handling): string {
  if (handling.kind === 'hit') return `; hit; ttl=${Math.floor(handling.ttlMs / 1000)}`;
  const { why, status, stored, collapsed, detail } = handling;
  return [
    `; fwd=${why}`,
    status === undefined ? '' : `; fwd-status=${status}`,
    stored === true ? '; stored' : '',
    collapsed === true ? '; collapsed' : '',
    detail === undefined ? '' : `; detail=${detail}`,
  ].join('');
}
