/**
 * The line ending to hand to the editor so that it gives back every byte of a text as it was: `\r\n` where all lines end
 * so, otherwise `\n`, which leaves a carriage return standing as a character of its line.
 */
export function lineEndingOf(text: string): '\n' | '\r\n' {
  const isWindows = text.includes('\r\n') && !/(?<!\r)\n|\r(?!\n)/.test(text);
  return isWindows ? '\r\n' : '\n';
}
