/** A count of which one knows only that it lies between two numbers, both included. */
export interface Range {
  readonly least: number;
  readonly most: number;
}

/** The sum of two counts. */
export function plus(one: Range, other: Range): Range {
  return { least: one.least + other.least, most: one.most + other.most };
}

/** What one of several has of a count that they share evenly. */
export function each({ least, most }: Range, several: number): Range {
  return { least: Math.floor(least / several), most: Math.ceil(most / several) };
}

/** Whether the count may be this number. */
export function mayBe({ least, most }: Range, number: number): boolean {
  return least <= number && number <= most;
}

/** `1 failure`, `5 failures`, `3 to 5 failures` */
export function countText({ least, most }: Range, noun: string): string {
  if (least !== most) return `${least} to ${most} ${noun}s`;
  return `${least} ${noun}${least === 1 ? '' : 's'}`;
}
