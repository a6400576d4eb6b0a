import { changesBetween } from './changes.ts';
import { consequencesOf } from './consequence.ts';
import type { Difference, Version } from './difference.ts';
import { findingsBetween } from './findings.ts';

/**
 * What is different between two versions of an overview. Rows are found again by their names and values, never by where they
 * stand; words that state nothing are not compared.
 */
export function diff(before: Version, after: Version): Difference {
  const { changes, renames } = changesBetween(before, after);
  return {
    changes,
    consequences: consequencesOf(before.model, after.model, renames),
    ...findingsBetween(before, after, renames),
  };
}

/** Whether two versions state the same, with the same consequences and findings. */
export function isSame({ changes, consequences, appeared, gone }: Difference): boolean {
  return [changes, consequences, appeared, gone].every((part) => part.length === 0);
}
