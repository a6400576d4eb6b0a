import { type Draft, known } from '#model/index';
import type { Severity } from './finding.ts';

/** How bad it is that something is not filled in: expected while the front matter calls the document a draft, wrong later. */
export function openSeverity(draft: Draft): Severity {
  return known(draft.overview.task.status) === 'draft' ? 'warning' : 'error';
}
