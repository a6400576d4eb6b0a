import type { markdown } from '@codemirror/lang-markdown';
import { tags } from '@lezer/highlight';

type MarkdownExtension = NonNullable<NonNullable<Parameters<typeof markdown>[0]>['extensions']>;

/** The YAML between two `---` lines at the very start, which Markdown alone would take for a rule and a heading. */
export const frontMatter: MarkdownExtension = {
  defineNodes: [{ name: 'FrontMatter', block: true, style: { 'FrontMatter/...': tags.meta } }],
  parseBlock: [
    {
      name: 'FrontMatter',
      before: 'HorizontalRule',
      parse: (context, line) => {
        if (context.lineStart !== 0 || !isFence(line.text)) return false;
        // While the closing fence is still to be typed, everything is front matter.
        while (context.nextLine() && !isFence(line.text));
        context.nextLine();
        context.addElement(context.elt('FrontMatter', 0, context.prevLineEnd()));
        return true;
      },
    },
  ],
};

function isFence(line: string): boolean {
  return /^---[ \t]*$/.test(line);
}
