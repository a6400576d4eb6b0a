import type { Span } from './span.ts';

/** A replacement of one span of a text; everything else stays as it is. An empty span inserts. */
export interface Edit {
  readonly span: Span;
  readonly text: string;
}
