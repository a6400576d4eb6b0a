import { priceText } from '#derive/price';
import type { Bytes, Hole, Milliseconds, MinutesPerMonth, PricePerMonth, Ratio, Stated } from '#model/index';
import { known } from '#model/index';

/** Longer names are cut in a sentence; the source line below shows them whole. */
const longestName = 60;

/** A name as it stands in a sentence: on one line, cut where it is endless. */
export function quoted(name: string): string {
  const line = name.replaceAll(/\s+/g, ' ').trim();
  return line.length > longestName ? `${line.slice(0, longestName - 1)}…` : line;
}

/** `500 ms`, `30 s`, `5 min`, `1.5 h`; whole minutes and hours as such */
export function duration(ms: Milliseconds): string {
  if (ms >= 3_600_000 && ms % 3_600_000 === 0) return `${ms / 3_600_000} h`;
  if (ms >= 60_000 && ms % 60_000 === 0) return `${ms / 60_000} min`;
  if (ms < 1000) return `${decimal(ms, 3)} ms`;
  if (ms < 600_000) return `${decimal(ms / 1000, 3)} s`;
  if (ms < 7_200_000) return `${decimal(ms / 60_000, 2)} min`;
  return `${decimal(ms / 3_600_000, 2)} h`;
}

/** `43.2 min/month` */
export function minutes(value: MinutesPerMonth): string {
  return `${decimal(value, 2)} min/month`;
}

/** `$1,200/month`, `€40/month` */
export function money(price: PricePerMonth): string {
  return `${priceText(price)}/month`;
}

/** `1,234,567`; by hand, since asking `toLocaleString` takes longer than all the rest of a finding. */
export function grouped(value: number): string {
  const [whole = '', decimals] = String(value).split('.');
  return `${digitGroups(whole)}${decimals === undefined ? '' : `.${decimals}`}`;
}

function digitGroups(digits: string): string {
  return digits.replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
}

/** `99.95 %` */
export function percent(ratio: Ratio): string {
  return `${decimal(ratio * 100, 6)} %`;
}

/** `4 GB` (10⁹ bytes each), `8 GiB` where these are whole and those are not */
export function memory(bytes: Bytes): string {
  const unit = sizes.find(([, size]) => bytes >= size && bytes % size === 0) ?? (['MB', 1e6] as const);
  return `${decimal(bytes / unit[1], 2)} ${unit[0]}`;
}

const sizes = [
  ['TB', 1e12],
  ['TiB', 2 ** 40],
  ['GB', 1e9],
  ['GiB', 2 ** 30],
  ['MB', 1e6],
  ['MiB', 2 ** 20],
] as const;

/** `1 error`, `2 errors` */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** `Redis`, `Redis or BullMQ`, `Redis, BullMQ or SQS` */
export function either(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} or ${last}`;
}

/** The known value of a statement as a word in a sentence, or what the sentence says instead. */
export function nameOr(stated: Stated<string | Hole> | undefined, otherwise: string): string {
  const name = known(stated);
  return name === undefined ? otherwise : quoted(name);
}

/** At most so many decimals, and none that are zero: also takes the noise off 0.1 + 0.2. */
function decimal(value: number, decimals: number): string {
  return String(Number(value.toFixed(decimals)));
}
