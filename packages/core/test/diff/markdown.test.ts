import { describe, expect, it } from 'vitest';
import { differenceMarkdown } from '#diff/markdown';
import { between, shopAfter } from './shop.ts';

const names = { before: 'main:overview.md', after: 'overview.md' };

describe('a difference as Markdown', () => {
  it('is a table of changes and a list of what follows', () => {
    expect(differenceMarkdown(shopAfter(['| API | 99.9% |', '| API | 99.95% |'], ['$25', '$50']), names)).toBe(
      `### \`main:overview.md\` → \`overview.md\`

| Section | What | Before | After |
| --- | --- | --- | --- |
| Costs | Database: cost | \`$25\` | \`$50\` |
| SLOs | API: objective | \`99.9%\` | \`99.95%\` |

**What follows**

- The error budget of API is 21.6 min a month instead of 43.2 min
- Costs come to \\$90 a month instead of \\$65 (+\\$25)
`,
    );
  });

  it('says so when nothing is stated differently', () => {
    expect(differenceMarkdown(between('# A\n', '# A\n'), names)).toBe(
      '### `main:overview.md` → `overview.md`\n\nNothing is stated differently.\n',
    );
  });

  it('lets no words of a document be more than words', () => {
    const services = '## Services\n\n| Service | Responsibility |\n|---|---|\n| A | x |\n';
    const difference = between(services, `${services}| @team #12 \\| \`b\` [c](d) | \`\`y\\| |\n`);
    expect(differenceMarkdown(difference, names)).toContain(
      '| Services | &#64;team &#35;12 \\| b c |  | ```responsibility ``y\\|``` |',
    );
  });
});
