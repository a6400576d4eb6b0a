import type { CacheTierPolicy } from '@asbuilt/core/model';
import { answerHead } from './answer-head.ts';
import { msOf, printDirectives, readDirectives } from './directives.ts';
import { kindOf } from './kind-of.ts';

/**
 * The headers of an answer with what browsers are told about keeping it: the document's time where the origin says
 * nothing, and never a longer one. What the origin forbids stays forbidden.
 */
export function withBrowserTime(
  raw: readonly string[],
  status: number,
  { ttlMs, holds }: CacheTierPolicy,
): readonly string[] {
  const { fields } = answerHead(status, raw);
  const control = fields.get('cache-control');
  const mostS = Math.floor(ttlMs / 1000);
  if (control === undefined) {
    const kind = kindOf(fields.get('content-type') ?? '');
    const isMeant = status === 200 && (holds === 'anything' || holds === kind);
    if (!isMeant || fields.has('expires') || fields.has('pragma') || fields.has('set-cookie')) return raw;
    // What is no file is this user's: shared caches further out were not meant.
    return [...raw, 'Cache-Control', kind === 'static' ? `max-age=${mostS}` : `private, max-age=${mostS}`];
  }
  const directives = readDirectives(control);
  const saidMs = msOf(directives, 'max-age');
  if (saidMs === undefined || saidMs <= ttlMs) return raw;
  const rest = raw.filter((_, index) => (raw[index - (index % 2)] ?? '').toLowerCase() !== 'cache-control');
  return [...rest, 'Cache-Control', printDirectives(new Map([...directives, ['max-age', String(mostS)]]))];
}
