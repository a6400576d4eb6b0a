export { findFrontMatter } from './front-matter.ts';
export { type LineIndex, lineIndex } from './lines.ts';
export { parseMarkdown } from './markdown.ts';
export { nearest } from './nearest.ts';
export { joinPages, type Page, type PagePlace, type PageSpan, type Pages } from './pages.ts';
export { plainYaml } from './plain-yaml.ts';
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
