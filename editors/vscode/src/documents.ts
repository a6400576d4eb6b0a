/** The documents that the server is for, as patterns of their paths. */
export const documentPatterns: readonly { readonly language: string; readonly pattern: string }[] = [
  { language: 'markdown', pattern: '**/*{overview,OVERVIEW,Overview}.md' },
  { language: 'yaml', pattern: '**/*profile{,.local}.{yml,yaml}' },
];

/** Whether a document, by its path, is an overview or a profile. */
export function isOurs(path: string): boolean {
  return /overview\.md$/i.test(path) || /profile(?:\.local)?\.ya?ml$/i.test(path);
}
