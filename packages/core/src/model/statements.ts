import { isStated, type Stated } from './stated.ts';

/** Every statement inside a value of the model (an overview, a row, a profile), in the order of the text. */
export function statementsOf(value: unknown): readonly Stated<unknown>[] {
  const found: Stated<unknown>[] = [];
  collect(value, found);
  return found.toSorted((a, b) => a.span.from - b.span.from || a.span.to - b.span.to);
}

function collect(value: unknown, found: Stated<unknown>[]): void {
  if (typeof value !== 'object' || value === null) return;
  if (isStated(value)) {
    found.push(value);
    return;
  }
  for (const part of Object.values(value)) collect(part, found);
}
