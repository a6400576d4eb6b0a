/** A line that begins a value of RESP: a type, a number, CR LF. */
export interface NumberLine {
  readonly value: number;
  /** Where the next byte after it is. */
  readonly end: number;
}

export const incompleteLine = 'incomplete';
export const noNumberLine = 'none';

/** Numbers are no longer than this. */
const mostDigits = 20;

const cr = 0x0d;
const lf = 0x0a;

/** Reads the number of a line whose type stands at `at`. */
export function readNumberLine(bytes: Buffer, at: number): NumberLine | typeof incompleteLine | typeof noNumberLine {
  let value = 0;
  let index = at + 1;
  const isNegative = bytes[index] === 0x2d;
  if (isNegative) index += 1;
  const from = index;
  for (; index < bytes.length; index += 1) {
    const byte = bytes[index] ?? 0;
    if (byte === cr) {
      if (index === from) return noNumberLine;
      if (index + 1 >= bytes.length) return incompleteLine;
      return bytes[index + 1] === lf ? { value: isNegative ? -value : value, end: index + 2 } : noNumberLine;
    }
    if (byte < 0x30 || byte > 0x39 || index - from > mostDigits) return noNumberLine;
    value = value * 10 + byte - 0x30;
  }
  return incompleteLine;
}
