export type { Consequence } from './consequence.ts';
export { diff, isSame } from './diff.ts';
export type { Change, Difference, Said, Version, VersionFinding } from './difference.ts';
export { differenceMarkdown } from './markdown.ts';
export { changeText, sectionTitle } from './text.ts';
