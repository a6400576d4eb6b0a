import { AsyncLocalStorage } from 'node:async_hooks';
import { formatTraceparent, newSpanId, parseTraceparent, type TraceContext } from './trace-context.ts';

const current = new AsyncLocalStorage<TraceContext>();

/**
 * Does a piece of work as part of a trace: everything that it begins knows of it, however long that takes.
 *
 * @param traceparent the header of a request, or what a job was added with (W3C Trace Context); what is not valid is none
 */
export function inTrace<T>(traceparent: string | undefined, work: () => T): T {
  const caller = traceparent === undefined ? undefined : parseTraceparent(traceparent);
  if (caller === undefined) return current.exit(work);
  // A span of our own, whose parent the caller's is.
  return current.run({ ...caller, spanId: newSpanId(Math.random) }, work);
}

/** The `traceparent` for what the present work calls; undefined outside of a trace. */
export function currentTraceparent(): string | undefined {
  const context = current.getStore();
  return context && formatTraceparent(context);
}

/**
 * A statement that tells the database in which trace it is made, as a comment at its end (sqlcommenter,
 * https://google.github.io/sqlcommenter/spec/). One that has a comment already is left alone, as is every statement outside
 * of a trace. A prepared statement must not be told so: it would be another one each time.
 */
export function withTraceComment(sql: string): string {
  const traceparent = currentTraceparent();
  if (traceparent === undefined || sql.includes('/*') || sql.includes('--')) return sql;
  const [, statement = sql, end = ''] = /^(.*?)(;?\s*)$/s.exec(sql) ?? [];
  return `${statement} /*traceparent='${traceparent}'*/${end}`;
}
