/** A day, or a moment of it, as it is written in ISO 8601 (RFC 3339, section 5.6). */
export interface WrittenTime {
  /** `YYYY-MM-DD`, as written. */
  readonly day: string;
  /** Milliseconds since 1970-01-01T00:00Z; absent for a day alone. */
  readonly instantMs?: number;
}

const hourMs = 3_600_000;
const momentForm =
  /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:[.,](\d{1,9}))?)?(?:(Z)|([+-])([01]\d|2[0-3]):([0-5]\d))$/;

/** `2026-11-23`, if there is such a day. */
export function readDay(text: string): WrittenTime | undefined {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && dayMs(text) !== undefined ? { day: text } : undefined;
}

/** `2026-11-23T09:00:00+01:00`, if there is such a moment. The offset is part of it. */
export function readMoment(text: string): WrittenTime | undefined {
  const [, day = '', hours, minutes, seconds = '0', fraction = '0', zulu, sign, offsetHours, offsetMinutes] =
    momentForm.exec(text) ?? [];
  const startMs = dayMs(day);
  if (startMs === undefined) return undefined;
  const timeMs = (Number(hours) * 60 + Number(minutes)) * 60_000 + Number(`${seconds}.${fraction}`) * 1000;
  const offsetMs = zulu === undefined ? (Number(offsetHours) * 60 + Number(offsetMinutes)) * 60_000 : 0;
  return { day, instantMs: startMs + timeMs - (sign === '-' ? -offsetMs : offsetMs) };
}

/** Whether one time is over before the other began, wherever on earth a day alone is meant (UTC−12:00 to UTC+14:00). */
export function isBefore(one: WrittenTime, other: WrittenTime): boolean {
  if (one.instantMs === undefined && other.instantMs === undefined) return one.day < other.day;
  return lastMs(one) < firstMs(other);
}

function firstMs({ day, instantMs }: WrittenTime): number {
  return instantMs ?? (dayMs(day) ?? 0) - 14 * hourMs;
}

function lastMs({ day, instantMs }: WrittenTime): number {
  return instantMs ?? (dayMs(day) ?? 0) + (24 + 12) * hourMs;
}

/** The start of a day in UTC; undefined for a day that no calendar has (2026-02-30). */
function dayMs(day: string): number | undefined {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const ms = Date.UTC(year, month - 1, date);
  return new Date(ms).toISOString().startsWith(day) && day !== '' ? ms : undefined;
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** The one day that a text can mean, as `YYYY-MM-DD`; undefined where it may mean several (03/04/2026), or none. */
export function meantDay(text: string): string | undefined {
  const said = text.trim();
  const [, year, month, day] = /^(\d{4})[-/. ]?(\d{1,2})[-/. ]?(\d{1,2})$/.exec(said) ?? [];
  if (year !== undefined && (said.length === 8 ? /^\d{8}$/ : /\d[-/. ]\d+[-/. ]/).test(said))
    return isoDay(year, month, day);
  return namedMonth(said) ?? dayFirst(said);
}

/** `23 November 2026`, `Nov 23, 2026` */
function namedMonth(said: string): string | undefined {
  const [, before, name = '', after, year] =
    /^(?:(\d{1,2})(?:st|nd|rd|th|\.)?\s+)?([a-z]{3,9})\.?,?\s+(?:(\d{1,2})(?:st|nd|rd|th)?,?\s+)?(\d{4})$/i.exec(
      said,
    ) ?? [];
  const month = months.indexOf(name.slice(0, 3).toLowerCase()) + 1;
  if (month === 0 || (before === undefined) === (after === undefined)) return undefined;
  return isoDay(year, String(month), before ?? after);
}

/** `23.11.2026`, where the dots say that the day comes first; `23/11/2026`, where the numbers do. */
function dayFirst(said: string): string | undefined {
  const [, first, separator, second, year] = /^(\d{1,2})([./-])(\d{1,2})\2(\d{4})$/.exec(said) ?? [];
  if (first === undefined) return undefined;
  if (separator === '.' || Number(first) > 12 || first === second) return isoDay(year, second, first);
  return Number(second) > 12 ? isoDay(year, first, second) : undefined;
}

function isoDay(year = '', month = '', day = ''): string | undefined {
  const written = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return readDay(written)?.day;
}

/** The one moment that a text can mean, with its offset: `2026-11-23 09:00 +0100`; undefined where it states none. */
export function meantMoment(text: string): string | undefined {
  const [, day = '', time = '', fraction = '', zone = ''] =
    /^(.{6,20}?)(?:T|\s+|,\s*)(\d{1,2}:\d{2}(?::\d{2})?)([.,]\d{1,9})?\s*(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)$/i.exec(
      text.trim(),
    ) ?? [];
  const meant = meantDay(day);
  if (meant === undefined) return undefined;
  const offset = /^[a-z]/i.test(zone)
    ? 'Z'
    : zone.replace(/^([+-]\d{2}):?(\d{2})?$/, (_, hours, minutes = '00') => `${hours}:${minutes}`);
  const written = `${meant}T${time.padStart(time.length > 5 ? 8 : 5, '0')}${fraction}${offset}`;
  return readMoment(written) && written;
}
