import { check, type FindingsJson, findingsJson } from '@asbuilt/core/check';
import { link, read } from '@asbuilt/core/overview';

export type Findings = FindingsJson;

/** The name that findings give to a text that is kept here: the one the command line looks for. */
const file = 'overview.md';

/** What `asbuilt check --format json` prints for `text`. */
export function findingsOf(text: string): Findings {
  const draft = read(text);
  return findingsJson(file, text, check({ file, draft, model: link(draft) }));
}
