import type { Look } from '#http-cache/answer-cache';
import type { Ask } from '#http-cache/ask';

/**
 * The conditions of a request that goes to the origin for a cache (RFC 9111, section 4.3.1): those of what is kept instead
 * of the client's own. Undefined where the client's stay: its answer is then for it alone.
 */
export function validatorsFor(ask: Ask, { entry, use }: Look, isShared: boolean): readonly string[] | undefined {
  const isConditional = ask.headers['if-none-match'] !== undefined || ask.headers['if-modified-since'] !== undefined;
  if (entry === undefined || use === 'never') return isConditional && isShared ? [] : undefined;
  const etag = entry.answer.head.fields.get('etag');
  const modified = entry.answer.head.fields.get('last-modified');
  return [
    ...(etag === undefined ? [] : ['If-None-Match', etag]),
    ...(modified === undefined ? [] : ['If-Modified-Since', modified]),
  ];
}

const isCondition = (name: string): boolean => /^if-(?:none-match|modified-since)$/i.test(name);

/** The headers of a request with other conditions than the client's. */
export function withValidators(
  passed: readonly string[],
  validators: readonly string[] | undefined,
): readonly string[] {
  if (validators === undefined) return passed;
  return [...passed.filter((_, index) => !isCondition(passed[index - (index % 2)] ?? '')), ...validators];
}
