import { join } from 'node:path';
import { type Analysis, pathOf } from './analysis.ts';

/** Whether an overview includes the document at a URI. */
export function includes({ project }: Analysis, uri: string): boolean {
  if (project === undefined || project.pages.included.length === 0) return false;
  const path = pathOf(uri);
  return project.pages.included.some(({ file }) => join(project.directory, file) === path);
}
