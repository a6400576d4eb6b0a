import type { Readable } from 'node:stream';

/** Longer lines are handed on in pieces, so that a program that never ends its line cannot fill the memory. */
const longestLine = 64 * 1024;

/** Hands each line of a stream of UTF-8 text to `take`, without its line end; the last one also when nothing ends it. */
export function eachLine(stream: Readable, take: (line: string) => void): void {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) take(line.endsWith('\r') ? line.slice(0, -1) : line);
    while (rest.length > longestLine) {
      take(rest.slice(0, longestLine));
      rest = rest.slice(longestLine);
    }
  });
  stream.on('end', () => {
    if (rest !== '') take(rest);
    rest = '';
  });
}
