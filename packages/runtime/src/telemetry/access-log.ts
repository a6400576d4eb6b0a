import type { Milliseconds } from '@asbuilt/core/model';
import type { LogSink } from './logger.ts';

/** A call that is over, as the log tells of it. */
export interface AccessLine {
  readonly level: 'info' | 'warn';
  readonly requestId: string;
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly durationMs: Milliseconds;
  readonly bytesIn: number;
  readonly bytesOut: number;
  /** Who called, by an alias; absent where that is not known. */
  readonly subject: string | undefined;
  /** '' where no policy did anything. */
  readonly policy: string;
  /** Why the callee did not answer; absent where it did. */
  readonly failure: string | undefined;
}

/** Text that JSON has as it is. */
const plain = /^[\w ./:~-]*$/;

/**
 * Writes the lines of one edge, as its logger would: everything that stays the same is written out beforehand, which makes
 * a line a seventh as dear. Lines below the level `least` are left out.
 */
export function openAccessLog(
  edge: string,
  sink: LogSink,
  least: 'debug' | 'info' | 'warn',
): (line: AccessLine) => void {
  const named = `","edge":${JSON.stringify(edge)},"requestId":`;
  return (line) => {
    if (least === 'warn' && line.level !== 'warn') return;
    const { level, requestId, traceId, method, path, status, durationMs, bytesIn, bytesOut } = line;
    const { subject, policy, failure } = line;
    const who = subject === undefined ? '' : `,"subject":${quoted(subject)}`;
    const did = policy === '' ? '' : `,"policy":${quoted(policy)}`;
    const why = failure === undefined ? '' : `,"failure":${quoted(failure)}`;
    const rounded = Math.round(durationMs * 1000) / 1000;
    sink.write(
      `{"level":"${level}","time":"${timeNow()}${named}${quoted(requestId)},"traceId":"${traceId}","method":${quoted(method)},"path":${quoted(path)},"status":${status},"durationMs":${rounded},"bytesIn":${bytesIn},"bytesOut":${bytesOut}${who}${did}${why},"msg":"request"}\n`,
    );
  };
}

function quoted(text: string): string {
  return plain.test(text) ? `"${text}"` : JSON.stringify(text);
}

let writtenMs = 0;
let written = '';

/** ISO 8601; written anew once a millisecond. */
function timeNow(): string {
  const now = Date.now();
  if (now !== writtenMs) {
    writtenMs = now;
    written = new Date(now).toISOString();
  }
  return written;
}
