import { check, findingsJson } from '@asbuilt/core/check';
import { link, read } from '@asbuilt/core/overview';

/** The name that findings give to a text that is kept here: the one the command line looks for. */
const file = 'overview.md';

/** What `asbuilt check --format json` prints for `text`. */
export function findingsOf(text: string): ReturnType<typeof findingsJson> {
  const draft = read(text);
  return findingsJson(file, text, check({ file, draft, model: link(draft) }));
}
