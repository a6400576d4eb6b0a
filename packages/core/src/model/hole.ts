/**
 * A value that nobody has filled in yet:
 * - `token`: `{{NAME}}`, filled from the profile;
 * - `auto`: `{{AUTO:DATE:zone}}`, `{{AUTO:DATETIME_ISO:zone}}` or `uuid-here`, filled when the document is written;
 * - `decision`: `[a choice/of/these]`, filled by people.
 */
export interface Hole {
  readonly hole: 'token' | 'auto' | 'decision';
  /** What stands in the document, marks included. */
  readonly text: string;
  /** The alternatives that an open decision names; absent where it names none. */
  readonly options?: readonly string[];
}

/** Whether a value is a hole. */
export function isHole(value: unknown): value is Hole {
  return typeof value === 'object' && value !== null && 'hole' in value;
}
