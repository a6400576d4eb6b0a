/** Whether a place of a text stands in inline code: behind an odd number of backticks on its line. */
export function isInInlineCode(text: string, at: number): boolean {
  const line = text.slice(text.lastIndexOf('\n', at - 1) + 1, at);
  return (line.match(/`+/g) ?? []).length % 2 === 1;
}
