import { markdown, markdownLanguage } from '@codemirror/lang-markdown';
import { describe, expect, it } from 'vitest';
import { frontMatter } from '#editor/front-matter';

const { parser } = markdown({ base: markdownLanguage, extensions: frontMatter }).language;

/** The blocks of a text, each with what it covers. */
function blocks(text: string): readonly string[] {
  const found: string[] = [];
  const tree = parser.parse(text);
  for (let node = tree.topNode.firstChild; node !== null; node = node.nextSibling) {
    found.push(`${node.name} ${JSON.stringify(text.slice(node.from, node.to))}`);
  }
  return found;
}

describe('front matter in the editor', () => {
  it('is one block from fence to fence', () => {
    expect(blocks('---\nname: x\n---\n\n# Title\n')).toEqual([
      'FrontMatter "---\\nname: x\\n---"',
      'ATXHeading1 "# Title"',
    ]);
  });

  it('reaches to the end while the second fence is still to be typed', () => {
    expect(blocks('---\nname: x')).toEqual(['FrontMatter "---\\nname: x"']);
  });

  it('stands at the very start only', () => {
    expect(blocks('Text\n\n---\n\nmore\n')).toEqual(['Paragraph "Text"', 'HorizontalRule "---"', 'Paragraph "more"']);
  });
});
