import type { PricePerMonth, UsdPerMonth } from '#model/index';
import { lettered } from '#text/lettered';
import type { Found, ValueNotation } from './notation.ts';

/** Signs that stand for one currency only; `¥` and `kr` are signs of several. */
const signs: Readonly<Record<string, string>> = {
  $: 'USD',
  US$: 'USD',
  USD$: 'USD',
  A$: 'AUD',
  AU$: 'AUD',
  C$: 'CAD',
  CA$: 'CAD',
  HK$: 'HKD',
  NZ$: 'NZD',
  R$: 'BRL',
  S$: 'SGD',
  '€': 'EUR',
  '£': 'GBP',
  '₹': 'INR',
  '₩': 'KRW',
  '₺': 'TRY',
  '₴': 'UAH',
  '₪': 'ILS',
};

/** Codes of ISO 4217: the currencies that are traded most, and no word that means something else. */
const codes =
  'USD|EUR|JPY|GBP|CNY|AUD|CAD|CHF|HKD|SGD|SEK|KRW|NOK|NZD|INR|MXN|TWD|ZAR|BRL|DKK|PLN|THB|ILS|IDR|CZK|AED|TRY|HUF|CLP|SAR|PHP|MYR|COP|RUB|RON|UAH|ISK|VND|NGN|EGP|KES';

/** €£₹₩₺₴₪ */
const oneSign = String.raw`\u20AC\u00A3\u20B9\u20A9\u20BA\u20B4\u20AA`;
const dash = String.raw`\u2013\u2014-`;
const quote = String.raw`'\u2019`;
const signPattern = String.raw`(?:USD|US|AU|CA|HK|NZ|[ACRS])?\$|USD\s\$|[${oneSign}]`;
const currency = String.raw`${signPattern}|(?:${codes})(?=[\s\d])`;

/** `1,200.50` as dollars are written. */
const english = String.raw`\d{1,3}(?:,\d{3})+(?:\.\d{1,4})?|\d{1,15}(?:\.\d{1,4})?`;
/** Also `1.200,50`, `1 200,50` and `1'200.50`; what stands before three digits groups them, but after a zero. */
const anywhere = String.raw`[1-9]\d{0,2}(?:\.\d{3})+(?:,\d{1,2})?|[1-9]\d{0,2}(?:,\d{3})+(?:\.\d{1,2})?|[1-9]\d{0,2}(?:[${quote}\u00A0\u202F ]\d{3})+(?:[.,]\d{1,2})?|\d{1,15}(?:[.,]\d{1,4})?`;

const perMonth = String.raw`(?:\s?(?:\/|per|a)\s?mo(?:nth)?)?`;
/** Not the second half of a range, nor part of a word or of a longer number. */
const before = (letters: string): string =>
  String.raw`(?<![${letters}\d.,${quote}$\u20AC\u00A3]|[\d$\u20AC\u00A3][\s]?[${dash}]\s?|\d\s(?:to\s)?)`;
/** No more digits, no range, and no price for anything but a month. */
const after = (letters: string): string =>
  String.raw`(?![\d${letters}]|[.,${quote}]\d|\s?(?:[${dash}]|to)\s?(?:${signPattern}|(?:${codes})\s?)?\d|\s?(?:\/|per\b|an?\b))`;

const leading = lettered(
  (letters) => String.raw`${before(letters)}((${currency})\s?(${anywhere})${perMonth})${after(letters)}`,
);
const trailing = lettered(
  (letters) => String.raw`${before(letters)}((${anywhere})\s?([${oneSign}]|${codes})${perMonth})${after(letters)}`,
);
/** What every text has that `leading` is found in, or `trailing`: most have neither, and these are made in no time. */
const maybeLeading = new RegExp(String.raw`(?:[$${oneSign}]|[A-Z]{3})\s?\d`);
const maybeTrailing = new RegExp(String.raw`\d\s?(?:[${oneSign}]|[A-Z]{3})`);
const englishOnly = new RegExp(String.raw`^(?:${english})$`, 'u');

/** The first amount of money in a text, whatever its currency. */
function firstPrice(text: string): Found<PricePerMonth> | undefined {
  const ahead = maybeLeading.test(text) ? leading(text).exec(text) : null;
  const behind = maybeTrailing.test(text) ? trailing(text).exec(text) : null;
  if (ahead === null && behind === null) return undefined;
  if (behind === null || (ahead !== null && ahead.index <= behind.index))
    return ahead === null ? undefined : found(ahead, ahead[2], ahead[3]);
  return found(behind, behind[3], behind[2]);
}

function found(match: RegExpExecArray, sign = '', digits = ''): Found<PricePerMonth> | undefined {
  const bare = sign.replace(/\s/, '');
  const name = signs[bare] ?? bare;
  const amount = name === 'USD' ? dollars(digits) : toAmount(digits);
  if (amount === undefined) return undefined;
  return { value: { amount, currency: name }, start: match.index, end: match.index + (match[1] ?? '').length };
}

/** Dollars are written the English way: `$1.200` is a dollar and twenty cents. */
function dollars(digits: string): number | undefined {
  return englishOnly.test(digits) ? Number(digits.replaceAll(',', '')) : undefined;
}

function toAmount(digits: string): number {
  const bare = digits.replaceAll(/['’\u00A0\u202F ]/g, '');
  const grouped = /^[1-9]\d{0,2}(?:[.,]\d{3})+/.exec(bare)?.[0] ?? '';
  const rest = bare.slice(grouped.length).replace(',', '.');
  return Number(grouped.replaceAll(/[.,]/g, '') + rest);
}

/** `$25`, `$1,200/mo`, `US$40 per month`, `40 USD`: US dollars a month. A price for anything else (a year, a GB) and a range are none. */
export const money: ValueNotation<UsdPerMonth> = {
  notation: 'money',
  read: (text) => {
    const first = firstPrice(text);
    return first?.value.currency === 'USD' ? { ...first, value: first.value.amount } : undefined;
  },
  print: (usd) => `$${usd}`,
};

/** `€40`, `40 EUR`, `£40/mo`, `CHF 40`, `1.200,50 €`: a price a month in another currency than US dollars. */
export const price: ValueNotation<PricePerMonth> = {
  notation: 'price',
  read: (text) => {
    const first = firstPrice(text);
    return first === undefined || first.value.currency === 'USD' ? undefined : first;
  },
  print: ({ amount, currency: code }) => {
    const sign = { EUR: '€', GBP: '£' }[code];
    return sign === undefined ? `${code} ${digitsOf(amount)}` : sign + digitsOf(amount);
  },
};

/** Three decimals would read back as thousands. */
function digitsOf(amount: number): string {
  const digits = String(amount);
  return /^[1-9]\d{0,2}\.\d{3}$/.test(digits) ? `${digits}0` : digits;
}
