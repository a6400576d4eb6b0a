export { type LineIndex, lineIndex } from './lines.ts';
export { parseMarkdown } from './markdown.ts';
export { nearest } from './nearest.ts';
export type {
  Block,
  Heading,
  Inline,
  InlineLink,
  List,
  ListItem,
  MarkdownDocument,
  Opaque,
  Paragraph,
  Table,
  TableRow,
} from './tree.ts';
