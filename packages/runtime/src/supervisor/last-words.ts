/** How many lines an error quotes where none of them says that it is one. */
const quotedLines = 5;
/** `Error: …`, `ModuleNotFoundError: …`, `Exception in thread …`, `panic: …`, `fatal error: …` */
const complaint = /^\W{0,16}(?:[\w.$]{0,64}(?:Error|Exception)\b|(?:panic|fatal|FATAL|error|ERROR)\b.{0,16}:)/;

/** What is worth quoting of the lines that a program wrote before it ended: what it died of, else the last ones; empty for none. */
export function lastWords(lines: readonly string[]): string {
  const said = lines.map((line) => line.trim()).filter((line) => line !== '');
  // Traces of Node.js and the JVM begin with it, those of Python end with it; what came before may be another thing.
  const cause = said.findLast((line) => complaint.test(line));
  return cause ?? said.slice(-quotedLines).join(' | ');
}
