import {
  type Draft,
  type Hole,
  known,
  type Misfit,
  type Notation,
  type Span,
  type VerticalScaling,
} from '#model/index';
import type { Repair } from '../finding.ts';
import type { Report, Rule } from '../rule.ts';
import { either } from '../say.ts';

/** Every table and list with quantities: a bare number where a length of time, an amount of money or memory, or a share belongs. */
export const numbersHaveUnits: Rule = {
  name: 'numbers-have-units',
  sentence: 'A number that stands for a quantity says in which unit',
  severity: 'error',
  holds: [
    'failure-modes/*/timeout',
    'failure-modes/breaker/half-open',
    'caching/*/ttl',
    'costs/*/cost',
    'slos/*/objective',
    'slos/*/budget',
    'scaling/trigger/*/above',
    'scaling/trigger/*/for',
    'scaling/vertical/*/memory',
  ],
  check({ draft }, report) {
    for (const misfit of draft.misfits) checkMisfit(draft.text, misfit, report);
    for (const size of draft.overview.scaling.vertical) checkMemory(draft, size, report);
  },
};

/** What a number may mean, the likeliest first, and why it matters which. */
interface Meanings {
  readonly written: readonly string[];
  readonly why: string;
  /** Whether there is one meaning only. */
  readonly isSure?: boolean;
}

type Quantity = 'duration' | 'money' | 'percent';

const meaningsOf: Readonly<Record<Quantity, (number: string, place: string) => Meanings>> = {
  duration: (number, place) => {
    if (place.startsWith('caching/') && Number(number) < 1000)
      return units(number, ['s', 'm', 'h'], 'a second and an hour are 3,600 times apart');
    if (place.endsWith('/for')) return units(number, ['m', 's'], 'a second and a minute are 60 times apart');
    const names = Number(number) < 100 || place.startsWith('caching/') ? ['s', 'ms'] : ['ms', 's'];
    return units(number, names, 'a millisecond and a second are 1,000 times apart');
  },
  money: (number) => ({ written: [`$${number}`], why: 'costs are added up a month, each currency by itself' }),
  percent: (number) => {
    const value = Number(number.replace(',', '.'));
    const isShare = value > 0.5 && value < 1;
    return {
      written: [`${isShare ? Number(`${value}e2`) : number}%`],
      why: 'a share is written in percent',
      isSure: isShare || value > 1,
    };
  },
};

function units(number: string, names: readonly string[], why: string): Meanings {
  return { written: names.map((name) => `${number}${name}`), why };
}

function isQuantity(notation: Notation): notation is Quantity {
  return Object.hasOwn(meaningsOf, notation);
}

function checkMisfit(text: string, { place, notation, column = '', text: said, span }: Misfit, report: Report): void {
  if (!isQuantity(notation) || saysUnit(column)) return;
  const number = /^(?:half[- ]?open\s+after\s+)?[~≈]?\s*(\d{1,15}(?:[.,]\d{1,15})?)$/iu.exec(said)?.[1];
  const from = number === undefined ? -1 : text.indexOf(number, span.from);
  if (number === undefined || from < 0 || (notation === 'percent' && Number(number.replace(',', '.')) > 100)) return;
  reportBare({ from, to: from + number.length }, number, meaningsOf[notation](number, place), report);
}

/** `Timeout (s)`, `Cost in EUR`, `SLO %`: the unit of all that stands below. */
function saysUnit(column: string): boolean {
  return /[([%$€£]|\bin\s|,/u.test(column);
}

function reportBare(span: Span, number: string, { written, why, isSure = false }: Meanings, report: Report): void {
  report({
    message: `${number} has no unit here, and ${why}; until it has one, nothing is checked or run by it`,
    span,
    help: `Write ${either(written)}.`,
    repairs: written.map((text): Repair => ({ title: `Write ${text}`, edits: [{ span, text }], safe: isSure })),
  });
}

/** `2 CPU cores, 4 RAM` */
function checkMemory({ text }: Draft, { service, memoryBytes }: VerticalScaling<Hole>, report: Report): void {
  if (memoryBytes !== undefined || known(service) === undefined) return;
  const [line = ''] = text.slice(service.span.to, service.span.to + 500).split(/[\r\n]/, 1);
  const found = /(?<![\p{L}\d.,])(\d{1,9}(?:[.,]\d{1,9})?)\s+(?:of\s+)?(?:RAM|memory)\b/iu.exec(line);
  const number = found?.[1];
  if (found === null || number === undefined) return;
  const from = service.span.to + found.index;
  const meanings = units(number, ['GB', 'GiB', 'MB'], 'a megabyte and a gigabyte are 1,000 times apart');
  reportBare({ from, to: from + number.length }, number, meanings, report);
}
