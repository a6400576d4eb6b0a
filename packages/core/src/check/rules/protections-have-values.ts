import type { Draft, Protection, Span, Stated } from '#model/index';
import { lettered } from '#text/lettered';
import type { Rule } from '../rule.ts';

/** Section 10: a limit is a number. */
export const protectionsHaveValues: Rule = {
  name: 'protections-have-values',
  sentence: 'A limit that protects the system says how much it lets through',
  severity: 'warning',
  holds: ['security/data-protection/api/*'],
  check({ draft }, report) {
    for (const { value, span } of limitsOf(draft)) {
      const limit = limits[value];
      if (limit === undefined || saidSomewhere(draft, limit)) continue;
      report({
        message: `${limit.name} is promised without a number, so nobody can set it, and no inspection can see it hold`,
        span,
        help: `Write it where it is promised, e.g. "${limit.example}".`,
      });
    }
  },
};

interface Limit {
  readonly name: string;
  readonly example: string;
  /** Words that speak of the limit, and the value that one has. */
  readonly words: RegExp;
  readonly valueIn: (line: string) => RegExp;
}

const bytes = /(?<!\d)\d[\d,.]{0,14}\s?(?:[kmg]i?b|bytes?|kilobytes?|megabytes?)\b/i;

const limits: Partial<Record<Protection, Limit>> = {
  'rate-limit': {
    name: 'A rate limit',
    example: 'rate limit 100 requests/minute per client',
    words: /\b(?:rate[- ]limit|throttl|quota)/i,
    valueIn: lettered(
      (letters) =>
        String.raw`(?<!\d)\d[\d,.]{0,14}\s?k?\s{0,3}(?:[${letters}-]{1,20}\s{1,3}){0,2}(?:rps|rpm|qps|r\/s|req\w{0,6}\/\w+|[${letters}]{1,20}\s{0,3}(?:\/|per|a|an|each|every)\s{0,3}(?:\d{1,4}\s?)?(?:s|sec|second|m|min|minute|h|hr|hour|d|day)s?)\b`,
      'i',
    ),
  },
  'body-limit': {
    name: 'A limit of the body',
    example: 'body limit 1 MB',
    words: /\bbody\b/i,
    valueIn: () => bytes,
  },
};

/** Of each kind of limit the first mention; `[rate limit/WAF]` is none yet. */
function limitsOf({ overview, holes }: Draft): { readonly value: Protection; readonly span: Span }[] {
  const seen = new Set<Protection>();
  return overview.security.dataProtection.api.flatMap(({ value, span }: Stated<unknown>) => {
    const isOpen = holes.some((hole) => hole.span.from <= span.from && span.to <= hole.span.to);
    if (isOpen || !isProtection(value) || seen.has(value)) return [];
    seen.add(value);
    return [{ value, span }];
  });
}

function isProtection(value: unknown): value is Protection {
  return typeof value === 'string' && Object.hasOwn(limits, value);
}

/** The number may stand wherever the document speaks of the limit: beside it, in the threat table, in a sentence. */
function saidSomewhere({ text }: Draft, { words, valueIn }: Limit): boolean {
  return text.split(/[\r\n]+/).some((line) => {
    if (!words.test(line)) return false;
    const start = line.slice(0, 2_000);
    return /\d/.test(start) && valueIn(start).test(start);
  });
}
