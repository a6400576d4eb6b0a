/** A length of time in milliseconds, 0 or more. */
export type Milliseconds = number;
/** A share of a whole, 0 to 1: 99.9 % is 0.999. */
export type Ratio = number;
/** An amount of memory in bytes. GB is 10⁹ bytes, GiB is 2³⁰ (IEC 80000-13). */
export type Bytes = number;
/** A running cost in US dollars per month. */
export type UsdPerMonth = number;
/** Minutes of a 30-day month (43,200 minutes), the usual base of an error budget. */
export type MinutesPerMonth = number;
