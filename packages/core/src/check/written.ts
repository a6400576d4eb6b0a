import type { Edit, Span } from '#model/index';

/** Whether the document says that a number is rough: `~43`, `≈ 43`, `about 43`. */
export function isRough(text: string, span: Span): boolean {
  const before = text.slice(Math.max(0, span.from - 12), span.from);
  return (
    /(?:[~≈]|\b(?:about|around|ca\.?|circa|roughly))\s*$/iu.test(before) ||
    /^\s*[~≈]/u.test(text.slice(span.from, span.to))
  );
}

/**
 * By how much a value may differ from the right one because its last digit is rounded: half of what that digit counts.
 * `43` for 43.2 is rounded well, and so is `3.6 hours` for 217 minutes (its last digit counts six of them).
 */
function rounding(text: string, span: Span, value: number): number {
  const numbers = text.slice(span.from, span.to).match(/\d[\d,]*(?:\.\d+)?/g) ?? [];
  const [written] = numbers;
  if (written === undefined || numbers.length > 1) return 0;
  const digits = written.replaceAll(/,(?=\d{3}\b)/g, '').replace(',', '.');
  const scale = Number(digits) === 0 ? 1 : value / Number(digits);
  const decimals = digits.split('.')[1]?.length ?? 0;
  return (scale * 10 ** -decimals) / 2;
}

/** A value as it stands in a text. */
export interface Written {
  readonly text: string;
  readonly span: Span;
  readonly value: number;
}

/**
 * Puts another number in the place of the one that a value is written with; its unit and all else stay as they are:
 * `3 hours/month` becomes `3.6 hours/month` for 216 minutes. Undefined where that cannot be said so.
 */
export function rewritten(
  { text, span, value }: Written,
  right: number,
  print: (digits: number) => string,
): Edit | undefined {
  const [number, second] = [...text.slice(span.from, span.to).matchAll(/\d[\d,]*(?:\.\d+)?/g)];
  if (number === undefined || second !== undefined || /,(?!\d{3}(?!\d))/.test(number[0])) return undefined;
  const digits = Number(number[0].replaceAll(',', ''));
  const scale = digits === 0 ? 1 : value / digits;
  const printed = print(right / scale);
  if (!same(Number(printed.replaceAll(',', '')) * scale, right)) return undefined;
  const from = span.from + number.index;
  return { span: { from, to: from + number[0].length }, text: printed };
}

/** Whether two numbers are the same but for what binary fractions leave behind (0.1 + 0.2). */
export function same(one: number, other: number): boolean {
  return Math.abs(one - other) <= 1e-9 * Math.max(1, Math.abs(one), Math.abs(other));
}

/** Whether a written number may stand for the right one: `slack` apart where it is called rough, rounded otherwise. */
export function standsFor(written: Written, right: number, slack: number): boolean {
  const allowed = isRough(written.text, written.span) ? slack : rounding(written.text, written.span, written.value);
  const apart = Math.abs(written.value - right);
  return apart <= allowed || same(apart, allowed);
}
