import type { Hole, Link } from '#model/index';
import type { Block, InlineLink } from '#text/tree';
import { path } from './notation.ts';
import type { Part } from './parts.ts';
import { say } from './rows.ts';
import type { Section } from './section.ts';

/** The last section: related documents. */
export const links: Section<'links'> = {
  stem: 'links',
  read: (parts, reading) => ({
    links: parts.flatMap(linksOf).map((link): Link<Hole> => {
      const value = link.target;
      return { text: link.text, target: reading.imply(['links', link.text], link.targetSpan, value, path) };
    }),
  }),
  print: ({ links: all }) =>
    all.length === 0 ? '' : `**Related:** ${all.map((link) => `[${link.text}](${say(link.target, path)})`).join(', ')}`,
};

function linksOf({ rest, blocks }: Part): InlineLink[] {
  return [...(rest?.links ?? []), ...blocks.flatMap(linksOfBlock)];
}

function linksOfBlock(block: Block): InlineLink[] {
  if (block.kind === 'paragraph') return [...block.content.links];
  if (block.kind !== 'list') return [];
  return block.items.flatMap((item) => [...item.content.links, ...item.children.flatMap(linksOfBlock)]);
}
