import type { Milliseconds } from '@asbuilt/core/model';

/** The three forms of RFC 9110, section 5.6.7: IMF-fixdate, RFC 850, asctime. `Date.parse` alone takes "2099" and "-1" as dates. */
const forms = [
  /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/,
  /^[A-Z][a-z]{5,8}, \d{2}-[A-Z][a-z]{2}-\d{2} \d{2}:\d{2}:\d{2} GMT$/,
  /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4}$/,
];

/** Milliseconds since the epoch; undefined for what is no HTTP date. */
export function readHttpDate(text: string | undefined): Milliseconds | undefined {
  if (text === undefined || !forms.some((form) => form.test(text))) return undefined;
  const ms = Date.parse(text.endsWith('GMT') ? text : `${text} GMT`);
  return Number.isNaN(ms) ? undefined : ms;
}
