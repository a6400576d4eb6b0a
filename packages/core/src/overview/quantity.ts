import type { Bytes, Milliseconds, MinutesPerMonth, Ratio } from '#model/index';
import { lettered } from '#text/lettered';
import { find, type ValueNotation } from './notation.ts';

/** `1.5`, `1,5`, and `1,500` or `1,500.25`, where commas stand before three digits each. */
const number = String.raw`(\d{1,3}(?:,\d{3})+(?:\.\d{1,15})?|\d{1,15}(?:[.,]\d{1,15})?)`;

/** Nothing of a longer number, word or range (`5–10 min` is not 10 min) stands before a value. */
function alone(letters: string): string {
  return String.raw`(?<![${letters}\d.,]|\d\s?[\u2013\u2014-]\s?|\d\s(?:to\s)?)`;
}

function toNumber(digits: string | undefined): number {
  const written = digits ?? '';
  const isGrouped = /^[1-9]\d{0,2}(?:,\d{3})+(?:\.|$)/.test(written);
  return Number(isGrouped ? written.replaceAll(',', '') : written.replace(',', '.'));
}

const millisecondsOf: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

function unitOfTime(word: string): string {
  if (/^(?:ms|milli)/i.test(word)) return 'ms';
  return word.charAt(0).toLowerCase();
}

const timeWords = 'ms|milliseconds?|s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?';
const timed = (letters: string): string => String.raw`${number}\s?(${timeWords})(?![${letters}])`;
const durationPattern = lettered((letters) => {
  const part = timed(letters);
  return String.raw`${alone(letters)}(${part}(?:(?:,?\s?|\s?and\s)${part})*)(?![${letters}\d]|\s?\/)`;
}, 'i');
const timedPart = lettered(timed, 'gi');

/** `30s`, `5 minutes`, `1.5h`, `1h 30m`: milliseconds. */
export const duration: ValueNotation<Milliseconds> = {
  notation: 'duration',
  read: find(/\d\s?[mshd]/iu, durationPattern, ([, said = '']) => {
    const parts = [...said.matchAll(timedPart(said))].map(([, digits, unit = '']) => ({
      size: millisecondsOf[unitOfTime(unit)] ?? Number.NaN,
      digits,
    }));
    const falls = parts.every(({ size }, index) => index === 0 || size < (parts[index - 1]?.size ?? 0));
    return falls ? exact(parts.reduce((sum, { size, digits }) => sum + toNumber(digits) * size, 0)) : undefined;
  }),
  print: (ms) => {
    const unit = ['d', 'h', 'm', 's'].find((name) => ms > 0 && ms % (millisecondsOf[name] ?? 1) === 0) ?? 'ms';
    return `${ms / (millisecondsOf[unit] ?? 1)}${unit}`;
  },
};

/** Binary fractions such as 3.6 × 60 leave dust behind (216.00000000000003): twelve digits are what people write. */
function exact(value: number): number {
  return Number(value.toPrecision(12));
}

/** `99.9 %`: a share of 0 to 1. The decimal point is moved in the text, so that 99.9 % is exactly 0.999. */
export const percent: ValueNotation<Ratio> = {
  notation: 'percent',
  read: find(
    /%/,
    lettered((letters) => String.raw`${alone(letters)}(${number}\s?%)`),
    (match) => {
      const share = Number(`${(match[2] ?? '').replace(',', '.')}e-2`);
      return share <= 1 ? share : undefined;
    },
  ),
  print: (share) => `${Number(`${share}e2`)}%`,
};

/** `~43 min/month`, `3.6 hours/month`: minutes of downtime in a month. */
export const minutesPerMonth: ValueNotation<MinutesPerMonth> = {
  notation: 'minutes',
  read: find(
    /mo/i,
    lettered(
      (letters) =>
        String.raw`${alone(letters)}(${number}\s?(${timeWords})\s?(?:\/|per|a)\s?mo(?:nth)?)(?![${letters}\d])`,
      'i',
    ),
    (match) => exact((toNumber(match[2]) * (millisecondsOf[unitOfTime(match[3] ?? '')] ?? Number.NaN)) / 60_000),
  ),
  print: (minutes) => `${minutes} min/month`,
};

const bytesOf: Readonly<Record<string, number>> = {
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
  tib: 2 ** 40,
};

/** `4GB` (10⁹ bytes each), `8 GiB` (2³⁰): bytes. */
export const memory: ValueNotation<Bytes> = {
  notation: 'memory',
  read: find(
    /\d\s?[kmgt]i?b/iu,
    lettered((letters) => String.raw`${alone(letters)}(${number}\s?([kmgt]i?b))(?![${letters}\d])`, 'i'),
    (match) => exact(toNumber(match[2]) * (bytesOf[(match[3] ?? '').toLowerCase()] ?? Number.NaN)),
  ),
  print: (bytes) => {
    const unit = ['TiB', 'GiB', 'MiB', 'KiB', 'TB', 'GB', 'MB', 'KB'].find((name) => isWhole(bytes, name)) ?? 'KB';
    return `${bytes / (bytesOf[unit.toLowerCase()] ?? 1)}${unit}`;
  },
};

function isWhole(bytes: Bytes, unit: string): boolean {
  const size = bytesOf[unit.toLowerCase()] ?? 1;
  return bytes >= size && bytes % size === 0;
}

/** A whole number; `unit` words after it are part of what is said ("4 cores"). */
export function count(unit = ''): ValueNotation<number> {
  const after = unit === '' ? '' : String.raw`\s?(?:${unit})`;
  return {
    notation: 'count',
    read: find(
      new RegExp(String.raw`\d${after}`, 'iu'),
      lettered((letters) => String.raw`(?<![${letters}\d.,])(\d{1,15})(?![\d.,]\d)${after}(?![${letters}])`, 'i'),
      (match) => Number(match[1]),
    ),
    print: String,
  };
}

const portPattern = /(?<![\d.]|\d\/)(\d{1,5})(?![\d.]|\/\d)/;

/** A TCP port, 1 to 65535. */
export const port: ValueNotation<number> = {
  notation: 'port',
  // `8080/3000` are two to choose from.
  read: find(
    /\d/,
    () => portPattern,
    (match) => (isPort(Number(match[1])) ? Number(match[1]) : undefined),
  ),
  print: String,
};

function isPort(value: number): boolean {
  return value >= 1 && value <= 65_535;
}
