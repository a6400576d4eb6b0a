import { priceText } from '@asbuilt/core/derive';
import { type Hole, isHole, isPrice, type Notation, type Stated } from '@asbuilt/core/model';

/** What a statement says, in words: `5 s`, `99.9 %`, `$120 a month`. */
export function valueText({ value, notation }: Stated<unknown>): string {
  if (isHole(value)) return holeText(value);
  if (isPrice(value)) return `${priceText(value)} a month`;
  if (typeof value === 'number') return (numbers[notation] ?? String)(value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function holeText({ text, options }: Hole): string {
  return options === undefined ? `open: ${text}` : `open: ${options.join(' or ')}`;
}

type Units = readonly (readonly [size: number, name: string])[];

const timeUnits: Units = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
  [1_000, 's'],
  [1, 'ms'],
];

const memoryUnits: Units = [
  [1e12, 'TB'],
  [1e9, 'GB'],
  [1e6, 'MB'],
  [1e3, 'KB'],
  [1, 'bytes'],
];

/** `5 s`, `1.5 min` */
export function timeText(ms: number): string {
  return scaled(ms, timeUnits);
}

/** How numbers are said in the notations that have a unit; the others are the number alone. */
const numbers: Readonly<Partial<Record<Notation, (value: number) => string>>> = {
  duration: timeText,
  memory: (bytes) => scaled(bytes, memoryUnits),
  percent: (share) => `${Number((share * 100).toFixed(6))} %`,
  minutes: (minutes) => `${minutes} min a month`,
  money: (amount) => `${priceText({ amount, currency: 'USD' })} a month`,
};

/** In the largest unit that is not larger than the value, with at most three decimals. */
function scaled(value: number, units: Units): string {
  const [size, name] = units.find(([each]) => value >= each) ?? units.at(-1) ?? [1, ''];
  return `${Number((value / size).toFixed(3))} ${name}`;
}
