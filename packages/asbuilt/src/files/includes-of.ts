import type { Hole, Stated } from '@asbuilt/core/model';
import { read } from '@asbuilt/core/overview';
import { findFrontMatter } from '@asbuilt/core/text';

/** The files that the front matter of a text includes. */
export function includesOf(text: string): readonly Stated<string | Hole>[] {
  const head = text.slice(0, findFrontMatter(text)?.block.to ?? 0);
  return head.includes('includes') ? read(head).overview.task.includes : [];
}
