import { unixLines, withoutStamp } from './stamp.ts';

/** The first line in which two texts differ. */
export interface LineDifference {
  /** In the text that was found, 1-based. */
  readonly line: number;
  /** Absent where the text ends before. */
  readonly found?: string;
  readonly derived?: string;
}

/** Where a file begins to differ from what is derived for it, stamps left aside; undefined when only the stamps differ. */
export function firstDifference(found: string, derived: string): LineDifference | undefined {
  const [have, want] = [bodyLines(found), bodyLines(derived)];
  const length = Math.max(have.lines.length, want.lines.length);
  for (let index = 0; index < length; index += 1) {
    const [was, should] = [have.lines[index], want.lines[index]];
    if (was === should) continue;
    const [hasEnded, shouldEnd] = [isEnd(have.lines, index), isEnd(want.lines, index)];
    return {
      line: have.before + index + 1,
      ...(was !== undefined && (!hasEnded || shouldEnd) && { found: was }),
      ...(should !== undefined && (!shouldEnd || hasEnded) && { derived: should }),
    };
  }
  return undefined;
}

/** Behind the last line break there is no line any more, only the end of the text. */
function isEnd(lines: readonly string[], index: number): boolean {
  return index >= lines.length || (index === lines.length - 1 && lines[index] === '');
}

/** The lines below the stamp, and how many lines the stamp takes. */
function bodyLines(text: string): { readonly lines: readonly string[]; readonly before: number } {
  const body = withoutStamp(text);
  return { lines: unixLines(body).split('\n'), before: body.length === text.length ? 0 : 1 };
}
