/** A half-open range `[from, to)` of a text, in UTF-16 code units from its start. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** A place as people and editors count it: lines and columns are 1-based, columns in UTF-16 code units, the end is exclusive. */
export interface LineRange {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}
