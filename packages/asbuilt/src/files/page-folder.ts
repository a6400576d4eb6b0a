import { dirname, relative, sep } from 'node:path';
import type { Span } from '@asbuilt/core/model';
import type { Pages } from '@asbuilt/core/text';

/** Of a place in an overview, the folder of the file that it stands in, from the overview's folder: '' where that is the same. */
export function pageFolder(pages: Pages): (span: Span) => string {
  const { main } = pages;
  const root = dirname(main.file);
  return (span) =>
    relative(root, dirname(pages.at(span).file ?? main.file))
      .split(sep)
      .join('/');
}
