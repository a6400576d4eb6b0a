import type { Span } from '#model/index';

/** A run of text without its Markdown marks, where each character still knows where it came from. */
export interface Inline {
  /** The source range, marks included. */
  readonly span: Span;
  /** The text as a reader sees it: no `**`, `` ` ``, link targets or escapes. */
  readonly plain: string;
  /**
   * Source offset of each UTF-16 unit of `plain`, and of its end; strictly increasing. Absent where `plain` is the source as
   * it stands, so that they count up from the span's start: most runs are, and a number for each character adds up.
   */
  readonly offsets?: readonly number[];
  /** Where emphasis, code and links stand, their marks included. */
  readonly marks: readonly Span[];
  /** Links inside it. */
  readonly links: readonly InlineLink[];
}

/** A link `[text](target)` inside a run of text. */
export interface InlineLink {
  readonly span: Span;
  readonly text: string;
  readonly target: string;
  readonly targetSpan: Span;
}

export interface Heading {
  readonly kind: 'heading';
  readonly level: number;
  readonly span: Span;
  readonly content: Inline;
}

export interface Paragraph {
  readonly kind: 'paragraph';
  readonly span: Span;
  readonly content: Inline;
}

export interface List {
  readonly kind: 'list';
  readonly ordered: boolean;
  readonly span: Span;
  readonly items: readonly ListItem[];
}

export interface ListItem {
  readonly span: Span;
  /** The number of an ordered item, as written. */
  readonly ordinal?: number;
  /** The state of a task item `- [x]`. */
  readonly checked?: boolean;
  /** Its first paragraph. */
  readonly content: Inline;
  /** What is nested in it. */
  readonly children: readonly Block[];
}

export interface Table {
  readonly kind: 'table';
  readonly span: Span;
  readonly header: TableRow;
  readonly rows: readonly TableRow[];
}

export interface TableRow {
  readonly span: Span;
  /** One per cell as GFM counts them, empty ones included. */
  readonly cells: readonly Inline[];
}

/** Code, HTML, rules, quotes: kept, never read for values. */
export interface Opaque {
  readonly kind: 'code' | 'html' | 'rule' | 'quote' | 'other';
  readonly span: Span;
}

export type Block = Heading | Paragraph | List | Table | Opaque;

/** A Markdown document as blocks with positions. */
export interface MarkdownDocument {
  readonly text: string;
  /** The YAML between the two `---` lines at the very start; `span` is the YAML itself. */
  readonly frontMatter?: { readonly span: Span; readonly block: Span };
  readonly blocks: readonly Block[];
  /** Lines that were too long or nested too deep to read safely. */
  readonly refused: readonly { readonly span: Span; readonly message: string }[];
}
