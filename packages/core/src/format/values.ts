import { type Draft, type Edit, known, type Span, type Stated, statementsOf } from '#model/index';
import { spelled } from './spelling.ts';

/** What may stand between the two numbers of a range. */
const between = /^\s*(?:–|—|-|to|\.\.)\s*$/iu;

/** Edits that write the values of a draft in one form; what stands before `from` (the front matter) is left alone. */
export function valueEdits({ text, overview }: Draft, from: number): readonly Edit[] {
  const statements = statementsOf(overview).filter(({ span }) => span.from >= from);
  const values = apart(statements).flatMap((stated) => {
    const written = text.slice(stated.span.from, stated.span.to);
    return edit(text, stated.span, spelled(written, stated));
  });
  const ranges = overview.scaling.horizontal.flatMap(({ minInstances, maxInstances }) => {
    if (known(minInstances) === undefined || known(maxInstances) === undefined) return [];
    return rangeEdit(text, minInstances?.span, maxInstances?.span);
  });
  return [...values, ...ranges].toSorted((a, b) => a.span.from - b.span.from);
}

/** `2 - 10`, `2 to 10` → `2–10` */
function rangeEdit(text: string, low: Span | undefined, high: Span | undefined): readonly Edit[] {
  if (low === undefined || high === undefined || high.from <= low.to) return [];
  const span = { from: low.to, to: high.from };
  return between.test(text.slice(span.from, span.to)) ? edit(text, span, '–') : [];
}

function edit(text: string, span: Span, replacement: string): readonly Edit[] {
  return text.slice(span.from, span.to) === replacement ? [] : [{ span, text: replacement }];
}

/** The statements that share no text with another one: a size inside of a tier's words is a part of these words. */
function apart(statements: readonly Stated<unknown>[]): readonly Stated<unknown>[] {
  let furthest = 0;
  return statements.filter(({ span }, index) => {
    const isAfterAll = furthest <= span.from;
    furthest = Math.max(furthest, span.to);
    const next = statements[index + 1];
    return isAfterAll && (next === undefined || next.span.from >= span.to);
  });
}
