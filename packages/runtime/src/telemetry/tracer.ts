import type { Milliseconds } from '@asbuilt/core/model';

/** Something that took time in a trace, once it is over. Attributes are named by OpenTelemetry's semantic conventions. */
export interface FinishedSpan {
  readonly traceId: string;
  readonly spanId: string;
  /** Absent where the trace starts here. */
  readonly parentSpanId?: string;
  /** `server`: a call that was taken, whose parent is elsewhere; `client`: one that was made for it. */
  readonly kind: 'server' | 'client';
  readonly name: string;
  /** Since the Unix epoch. */
  readonly startMs: Milliseconds;
  readonly endMs: Milliseconds;
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly failed: boolean;
}

/** Hands finished spans on to whoever collects traces. Never slows a call down: what is too much is dropped. */
export interface Tracer {
  /** Whether the spans of a trace are to be made at all, decided before one is: by the parent's own decision, or by the share of traces that start here. */
  samples(traceId: string, parentSampled: boolean | undefined): boolean;
  end(span: FinishedSpan): void;
  /** Hands on what is still held back, for a short time. */
  close(): Promise<void>;
}
