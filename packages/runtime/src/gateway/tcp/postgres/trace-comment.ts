import { parseTraceparent, type TraceContext } from '#telemetry/trace-context';
import { decoded } from './messages.ts';
import { commentsOf } from './without-literals.ts';

const key = "traceparent='";

/** The trace that a statement names in a comment, as sqlcommenter has it (https://google.github.io/sqlcommenter/spec/). */
export function traceIn(text: string): TraceContext | undefined {
  // Most have none, and looking for bytes is cheap.
  if (!text.includes(key)) return undefined;
  for (const comment of commentsOf(decoded(text)).toReversed()) {
    const at = comment.indexOf(key);
    if (at !== -1) return parseTraceparent(comment.slice(at + key.length, comment.indexOf("'", at + key.length)));
  }
  return undefined;
}
