/** What `asbuilt guard` can look for in a change, so that a guardrail about it is more than a wish. */
export type Enforcement =
  /** Changes of the secrets location are refused. */
  | 'secrets'
  /** Changes of derived files by hand are refused. */
  | 'derived-files'
  /** Deleting a file of the file map is refused. */
  | 'promised-files'
  /** A change of the profile without one of the overview goes to a person. */
  | 'profile';

const patterns: readonly (readonly [Enforcement, RegExp])[] = [
  ['secrets', /\b(?:secrets?|credentials?|passwords?|api[- ]keys?)\b|\.env\b/i],
  ['derived-files', /\b(?:generated|derived)\b/i],
  ['promised-files', /\b(?:delete|remove|drop)\b.*\b(?:files?|docs?|documents?|artifacts?)\b|\bfile map\b/i],
  ['profile', /\b(?:ports?|profile|ingress)\b/i],
];

/** By what a guardrail is enforced, by its words; undefined where only people can keep it. */
export function enforcementOf(guardrail: string): Enforcement | undefined {
  return patterns.find(([, pattern]) => pattern.test(guardrail))?.[0];
}
