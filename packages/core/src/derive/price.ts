import {
  type Cost,
  type Hole,
  isHole,
  type Overview,
  type PricePerMonth,
  type Stated,
  type UsdPerMonth,
} from '#model/index';

/** A price that is known, and the statement that says it. */
export interface StatedPrice {
  readonly price: PricePerMonth;
  readonly stated: Stated<UsdPerMonth | PricePerMonth | Hole>;
}

/** What a row of the cost table says that it costs; undefined where it does not, or where that is still open. */
export function priceOf({ usdPerMonth, pricePerMonth }: Cost<Hole>): StatedPrice | undefined {
  return knownPrice(usdPerMonth ?? pricePerMonth);
}

/** The total that the cost table states. */
export function statedTotal(overview: TotalOf): StatedPrice | undefined {
  return knownPrice(overview.costTotalUsdPerMonth ?? overview.costTotalPerMonth);
}

type TotalOf = Pick<Overview<Hole>, 'costTotalUsdPerMonth' | 'costTotalPerMonth'>;

function knownPrice(stated: Stated<UsdPerMonth | PricePerMonth | Hole> | undefined): StatedPrice | undefined {
  if (stated === undefined || isHole(stated.value)) return undefined;
  const { value } = stated;
  return { stated, price: typeof value === 'number' ? { amount: value, currency: 'USD' } : value };
}

/** `$1,200`, `€40.50`, `CHF 40`: with cents only where there are any. */
export function priceText({ amount, currency }: PricePerMonth): string {
  const [whole = '', cents] = (Number.isInteger(amount) ? String(amount) : amount.toFixed(2)).split('.');
  // By hand, since asking `toLocaleString` takes longer than all the rest of a finding.
  const grouped = whole.replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
  return `${signs[currency] ?? `${currency} `}${grouped}${cents === undefined ? '' : `.${cents}`}`;
}

const signs: Readonly<Record<string, string>> = { USD: '$', EUR: '€', GBP: '£' };

/** `$65, €40 and CHF 5` */
export function pricesText(prices: readonly PricePerMonth[]): string {
  const texts = prices.map(priceText);
  const last = texts.at(-1) ?? priceText({ amount: 0, currency: 'USD' });
  return texts.length < 2 ? last : `${texts.slice(0, -1).join(', ')} and ${last}`;
}
