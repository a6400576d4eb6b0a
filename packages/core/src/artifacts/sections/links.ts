import type { Link } from '#model/index';
import { linkTarget, markdown } from '../print/escape.ts';
import type { Chapter } from './chapter.ts';

/** The related documents, linked as seen from the folder `docs`. */
export const links: Chapter = {
  title: 'Related documents',
  draws: ['links/**'],
  blocks: ({ overview }) => (overview.links.length === 0 ? [] : [overview.links.map(item).join('\n')]),
};

function item({ text, target: { value } }: Link): string {
  const target = fromDocs(value);
  const words = markdown(text) || markdown(value);
  return `- ${target === undefined ? `${words}: ${markdown(value)}` : `[${words}](${linkTarget(target)})`}`;
}

/** Only addresses of the web and relative paths become links: any other scheme, root or place in the overview is shown as text. */
function fromDocs(target: string): string | undefined {
  if (/^https?:\/\//i.test(target)) return target;
  return /^(?:[/#\\]|[a-z][a-z0-9+.-]*:)/i.test(target) ? undefined : `../${target}`;
}
