import type { DataProtection, Hole, Milliseconds, Protection, RateLimit, RateLimitCounted, Stated } from '#model/index';
import { sliceInline } from '#text/inline';
import { lettered } from '#text/lettered';
import type { Inline } from '#text/tree';
import type { Field } from './fields.ts';
import { choice, text, type ValueNotation } from './notation.ts';
import { splitRun } from './parts.ts';
import { count, duration, memory } from './quantity.ts';
import type { Reading } from './reading.ts';
import { say } from './rows.ts';

const protection = choice<Protection>({
  'rate-limit': /\b(?:rate[- ]limit(?:s|ing)?|throttling)\b/i,
  cors: /\bCORS\b/i,
  csrf: /\bCSRF\b/i,
  hsts: /\bHSTS\b/i,
  'security-headers': /\bsecurity headers?\b/i,
  'body-limit': /\bbody(?:[- ]size)?[- ]limits?\b/i,
});

/** `API security: rate limit (100 requests/minute), CORS (https://app.example.com), body limit 1MB` */
export const protections: Field<DataProtection<Hole>> = {
  labels: ['API security', 'API protection'],
  read: (run, reading, place) => {
    const pieces = splitRun(run, ',');
    const api = pieces.flatMap((piece, index) => {
      const kind = protection.read(piece.plain)?.value ?? String(index + 1);
      return reading.state([...place, 'api', kind], piece, protection) ?? [];
    });
    return { api, ...readLimits(pieces, reading, place) };
  },
  print: (values) => {
    const printed = new Set<unknown>();
    return values.api
      .map(({ value }, index) => {
        const limit = printed.has(value) ? '' : limitOf(values, value);
        printed.add(value);
        const name = say(values.api[index], protection);
        return limit === '' ? name : `${name} (${limit})`;
      })
      .join(', ');
  },
};

type Limits = Pick<DataProtection<Hole>, 'rateLimit' | 'bodyLimitBytes' | 'corsOrigins'>;

/** How much each protection lets through, where it says so; the first mention of a protection counts. */
function readLimits(pieces: readonly Inline[], reading: Reading, place: readonly string[]): Limits {
  const first = (kind: Protection): Inline | undefined =>
    pieces.find(({ plain }) => protection.read(plain)?.value === kind);
  const limited = first('body-limit');
  const shared = first('cors');
  const rated = first('rate-limit');
  const bodyLimitBytes = limited && reading.stateKnown([...place, 'body-limit'], limited, memory);
  const corsOrigins = shared === undefined ? [] : readOrigins(shared, reading, place);
  const rateLimit = rated && readRate(rated, reading, [...place, 'rate-limit']);
  return {
    ...(rateLimit && { rateLimit }),
    ...(bodyLimitBytes && { bodyLimitBytes }),
    ...(corsOrigins.length > 0 && { corsOrigins }),
  };
}

const origin = /https?:\/\/[\w.-]{1,253}(?::\d{1,5})?(?![\w./:*@-])/gi;

/** What is no whole origin (`https://app.example.com/page`, `https://*.example.com`) is none. */
function readOrigins(run: Inline, reading: Reading, place: readonly string[]): Stated<string>[] {
  return Array.from(run.plain.matchAll(origin)).flatMap((match, index) => {
    const piece = sliceInline(run, match.index, match.index + match[0].length);
    return reading.stateKnown([...place, 'cors', 'origin', String(index + 1)], piece, text) ?? [];
  });
}

const periodMs = { second: 1_000, minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;
const unit = '(?:s|sec|second|m|min|minute|h|hr|hour|d|day)';
const whose = String.raw`(?:\s(?:per|for each)\s(?:(?:client|caller)(?:\s(?:IP|address))?|IP(?:\saddress)?|address|user|account|identity|token|API\skey))?`;
const rate = lettered(
  (letters) =>
    String.raw`(?<![${letters}\d.,\u2013-]|\d\s)(\d{1,9})\s?(?:requests?|reqs?|calls?)?${whose}\s?(?:\/|per\s|an?\s|each\s|every\s)\s?(\d{1,6}\s?)?(${unit}(?![${letters}]))`,
  'i',
);

function rateIn(said: string): RegExpExecArray | null {
  return /\d/.test(said) ? rate(said).exec(said) : null;
}

/** The number of requests in `100 requests/minute`. */
const requests: ValueNotation<number> = {
  ...count(),
  read: (said) => {
    const match = rateIn(said);
    const digits = match?.[1];
    if (match === null || digits === undefined || Number(digits) === 0) return undefined;
    return { value: Number(digits), start: match.index, end: match.index + digits.length };
  },
};

/** The time in `100 requests/minute` and `100 requests per 10s`. */
const period: ValueNotation<Milliseconds> = {
  notation: 'duration',
  read: (said) => {
    const match = rateIn(said);
    if (match === null) return undefined;
    const times = (match[2] ?? '').trim();
    const written = (match[2] ?? '') + (match[3] ?? '');
    const found = duration.read(times === '' ? `1${written}` : written);
    const end = match.index + match[0].length;
    return found === undefined || found.value === 0
      ? undefined
      : { value: found.value, start: end - written.length, end };
  },
  print: (ms) => Object.entries(periodMs).find(([, unitMs]) => unitMs === ms)?.[0] ?? duration.print(ms),
};

const counted = choice<RateLimitCounted>({
  'per-user': /\b(?:per|for each|by) (?:user|account|identity|token|API key)\b/i,
  'per-address': /\b(?:per|for each|by) (?:(?:client |caller )?(?:IP|address)|client|caller)\b/i,
});

function readRate(run: Inline, reading: Reading, place: readonly string[]): RateLimit | undefined {
  if (period.read(run.plain) === undefined) return undefined;
  const number = reading.stateKnown([...place, 'requests'], run, requests);
  const time = reading.stateKnown([...place, 'period'], run, period);
  const counts = reading.stateKnown([...place, 'counted'], run, counted);
  return number && time && { requests: number, periodMs: time, ...(counts && { counted: counts }) };
}

function limitOf({ rateLimit, bodyLimitBytes, corsOrigins }: Limits, kind: Protection | Hole): string {
  if (kind === 'rate-limit') return rateLimit === undefined ? '' : rateText(rateLimit);
  if (kind === 'body-limit') return say(bodyLimitBytes, memory);
  if (kind === 'cors') return (corsOrigins ?? []).map((stated) => say(stated, text)).join(', ');
  return '';
}

function rateText(limit: RateLimit): string {
  const counts = limit.counted === undefined ? '' : ` ${say(limit.counted, counted)}`;
  return `${say(limit.requests, requests)} requests/${say(limit.periodMs, period)}${counts}`;
}
