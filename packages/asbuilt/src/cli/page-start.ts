import type { PagePlace } from '@asbuilt/core/text';

/** Where something begins; `file` where that is a file that the overview includes. */
export type PageStart = Pick<PagePlace, 'file' | 'line' | 'column'>;

/** A place without its end. */
export function startOf({ file, line, column }: PagePlace): PageStart {
  return { ...(file !== undefined && { file }), line, column };
}
