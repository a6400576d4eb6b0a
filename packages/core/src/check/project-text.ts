import type { Subject } from './rule.ts';

/** How findings name a file of the project, which rules know by its path from the overview's folder: from where the user stands. */
export function shownPath({ file }: Pick<Subject, 'file'>, path: string): string {
  return `${/^.*[/\\]/.exec(file)?.[0] ?? ''}${path}`;
}
