import type { Finding } from '@asbuilt/core/check';
import { rules } from '@asbuilt/core/check';
import type { Block } from '@asbuilt/core/text';
import type { Analysis } from './analysis.ts';
import { blockAt } from './blocks.ts';

/** An exception from a rule that is to be written into a document; the reason stands between the two pieces. */
export interface ExceptionText {
  readonly at: number;
  readonly before: string;
  readonly after: string;
}

const names = new Set(rules.map(({ name }) => name));

/**
 * The comment that takes one finding out, at the end of its line: that is all that it excepts there. A heading, whose
 * address would change, and the head of a table, which would get a column, have it on a line above.
 * Undefined where no comment can stand, and for what no comment can except.
 */
export function exceptionFrom(finding: Finding, analysis: Analysis): ExceptionText | undefined {
  const { rule, file, span } = finding;
  if (file !== undefined || !names.has(rule) || rule === 'exceptions-are-needed') return undefined;
  const block = blockAt(analysis, span.from);
  if (block === undefined || block.kind === 'code') return undefined;
  const { lines, text } = analysis;
  const line = lines.position(span.from).line;
  const start = lines.start(line);
  const comment = `<!-- asbuilt-ignore ${rule}: `;
  if (isHead(block, span.from)) return { at: start, before: comment, after: ` -->${lineBreakOf(text)}` };
  const written = lines.line(line).trimEnd();
  return { at: start + written.length, before: ` ${comment}`, after: ' -->' };
}

/** Whether a line behind which nothing may stand is at an offset. */
function isHead(block: Block, offset: number): boolean {
  if (block.kind === 'heading') return true;
  return block.kind === 'table' && offset < (block.rows[0]?.span.from ?? block.span.to);
}

function lineBreakOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}
