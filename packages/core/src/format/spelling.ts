import { fits, type Notation, type Stated } from '#model/index';
import { money } from '#overview/money';
import type { ValueNotation } from '#overview/notation';
import { duration, memory, minutesPerMonth, percent } from '#overview/quantity';

const number = String.raw`(\d{1,15}(?:[.,]\d{1,15})*)`;
const timed = new RegExp(String.raw`${number}\s?(\p{L}{1,12})`, 'gu');
const monthly = new RegExp(String.raw`^${number}\s?(\p{L}{1,12}?)\s?(?:/|per|a)\s?mo(?:nth)?$`, 'iu');
const share = new RegExp(String.raw`^${number}\s?%$`, 'u');
const sized = new RegExp(String.raw`^${number}\s?([kmgt])(i?)b$`, 'iu');
const priced = /^\$\s?([\d,]{1,24})(\.\d{1,4})?(\s?\/\s?mo(?:nth)?)?$/iu;

/** How values of a notation are spelled. */
interface Spelling {
  readonly notation: ValueNotation<number>;
  readonly respell: (written: string) => string;
}

const spellings: Readonly<Partial<Record<Notation, Spelling>>> = {
  duration: { notation: duration, respell: shortTime },
  minutes: {
    notation: minutesPerMonth,
    respell: (written) =>
      written.replace(
        monthly,
        (_, digits: string, word: string) => `${decimal(digits)} ${monthlyUnit(digits, word)}/month`,
      ),
  },
  percent: {
    notation: percent,
    respell: (written) => written.replace(share, (_, digits: string) => `${decimal(digits)}%`),
  },
  memory: {
    notation: memory,
    respell: (written) =>
      written.replace(
        sized,
        (_, digits: string, size: string, binary: string) =>
          `${decimal(digits)}${size.toUpperCase()}${binary.toLowerCase()}B`,
      ),
  },
  money: { notation: money, respell: (written) => written.replace(priced, price) },
};

const writtenOut: Spelling = { notation: duration, respell: longTime };

/** The time of a trigger ends a sentence, "CPU > 70% for 5 minutes", and is written out as the template does. */
const inSentence = 'scaling/trigger/*/for';

/**
 * How a statement that is `written` so is to be written, in the forms of the template: `30 seconds` → `30s`, `99,9 %` →
 * `99.9%`, `4 gb` → `4GB`, `$1200 /mo` → `$1,200/month`, `3.6h per month` → `3.6 hours/month`. Digits and unit stay as they
 * were chosen, since both say how exact a value is meant. What would not read back as the same value stays as it is.
 */
export function spelled(written: string, { id, notation, value }: Stated<unknown>): string {
  const spelling = fits(id, inSentence) ? writtenOut : spellings[notation];
  if (spelling === undefined || spelling.notation.notation !== notation) return written;
  const said = spelling.respell(written);
  const found = spelling.notation.read(said);
  const isSame = found?.value === value && found?.start === 0 && found.end === said.length;
  return isSame ? said : written;
}

/** `30 seconds` → `30s`, `1 hour and 30 minutes` → `1h 30m` */
function shortTime(written: string): string {
  return timesIn(written, (digits, word) => decimal(digits) + unitOfTime(word));
}

/** `5 min` → `5 minutes` */
function longTime(written: string): string {
  return timesIn(written, (digits, word) => `${decimal(digits)} ${longUnit(digits, word)}`);
}

function timesIn(written: string, say: (digits: string, word: string) => string): string {
  return Array.from(written.matchAll(timed), ([, digits = '', word = '']) => say(digits, word)).join(' ');
}

function unitOfTime(word: string): string {
  return /^(?:ms|milli)/i.test(word) ? 'ms' : word.charAt(0).toLowerCase();
}

const longUnits: Readonly<Record<string, string>> = {
  ms: 'millisecond',
  s: 'second',
  m: 'minute',
  h: 'hour',
  d: 'day',
};

function longUnit(digits: string, word: string): string {
  return `${longUnits[unitOfTime(word)] ?? word}${digits === '1' ? '' : 's'}`;
}

/** Minutes are `min` beside a month, as everybody writes them; the others are written out. */
function monthlyUnit(digits: string, word: string): string {
  return unitOfTime(word) === 'm' ? 'min' : longUnit(digits, word);
}

/** A decimal point instead of a comma; commas that group thousands go. */
function decimal(digits: string): string {
  const isGrouped = /^[1-9]\d{0,2}(?:,\d{3})+(?:\.|$)/.test(digits);
  return isGrouped ? digits.replaceAll(',', '') : digits.replace(',', '.');
}

function price(_: string, dollars: string, cents = '', period?: string): string {
  const grouped = dollars.replaceAll(',', '').replace(/\B(?=(?:\d{3})+$)/g, ',');
  return `$${grouped}${cents}${period === undefined ? '' : '/month'}`;
}
