import { nearest } from '@asbuilt/core/text';

/** What to say to somebody who names a rule that there is none of. */
export function unknownRule(name: string, names: readonly string[]): string {
  const meant = nearest(name, names);
  const hint = meant === undefined ? '' : ` Did you mean ${meant}?`;
  return `there is no rule ${name}.${hint} asbuilt explain lists them all.`;
}
