/** An amount of money a month and its currency, as it is stated: nothing is ever converted. */
export interface PricePerMonth {
  readonly amount: number;
  /** Three letters of ISO 4217: `EUR`. */
  readonly currency: string;
}

/** Whether the value of a statement is a price with its currency. */
export function isPrice(value: unknown): value is PricePerMonth {
  return typeof value === 'object' && value !== null && 'amount' in value && 'currency' in value;
}
