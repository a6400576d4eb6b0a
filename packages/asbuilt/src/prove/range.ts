/** A count of which one knows only that it lies between two numbers, both included. */
export interface Range {
  readonly least: number;
  readonly most: number;
}

/** The sum of two counts. */
export function plus(one: Range, other: Range): Range {
  return { least: one.least + other.least, most: one.most + other.most };
}

/** Whether the count may be this number. */
export function mayBe({ least, most }: Range, number: number): boolean {
  return least <= number && number <= most;
}

/** `5`, or `3 to 5` */
export function rangeText({ least, most }: Range): string {
  return least === most ? String(least) : `${least} to ${most}`;
}
