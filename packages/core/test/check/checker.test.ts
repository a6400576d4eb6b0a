import { readdirSync, readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { check } from '#check/check';
import { createChecker } from '#check/checker';
import type { Finding } from '#check/finding';
import { rules } from '#check/rules';
import { link } from '#overview/link';
import { createReader } from '#overview/read';
import { template } from '#overview/template';
import { overviewLike } from '../overview/documents.ts';
import { type Edit, edited, edits } from '../overview/edits.ts';
import { type Surroundings, subjectOf } from './subject.ts';

const folder = new URL('rules/', import.meta.url);

/** The documents of every rule: each breaks, or almost breaks, what it is about. */
const documents = rules.flatMap(({ name }) =>
  readdirSync(new URL(`${name}/`, folder))
    .filter((file) => file.endsWith('.md'))
    .map((file) => readFileSync(new URL(`${name}/${file}`, folder), 'utf8')),
);

const around: Surroundings = {
  profile: 'http_port: 4810\nenv: dev\nframeworks: [Next.js]\nrules:\n  names-agree: warning\n',
  files: ['docker-compose.yml', 'docs/architecture.md'],
};

/** What is found in each version of a document by the checker that remembers, and by one that runs every rule again. */
function bothFindings(start: string, changes: readonly Edit[]): [Finding[], Finding[]][] {
  const [reader, checker] = [createReader(), createChecker()];
  let text = start;
  return [undefined, ...changes].map((change) => {
    text = change === undefined ? text : edited(text, change);
    const subject = subjectOf(text, around);
    const draft = reader(text);
    return [checker({ ...subject, draft, model: link(draft) }), check(subject)];
  });
}

function unreturned(found: readonly Finding[]): Finding[] {
  return found.filter(({ rule }) => rule === 'flows-return');
}

describe('a checker that remembers', () => {
  it.each([
    ["of a rule's document", fc.constantFrom(...documents)],
    ['of the template', fc.constant(template)],
    ['of an overview', overviewLike],
  ])('finds the same as one that runs every rule again, after any edits %s', (_, texts) => {
    fc.assert(
      fc.property(texts, edits, (text, changes) => {
        for (const [remembered, whole] of bothFindings(text, changes)) expect(remembered).toEqual(whole);
      }),
      { numRuns: 100 },
    );
  });

  it('keeps what rules found that read nothing of what was edited', () => {
    const [reader, checker] = [createReader(), createChecker()];
    const look = (text: string): Finding[] => {
      const draft = reader(text);
      return checker({ file: 'overview.md', draft, model: link(draft) });
    };
    const text = '## Data Flow\n\n1. User → API (ask)\n2. API → Database (query)\n\n## Links\n\n- one\n';
    const first = unreturned(look(text));
    expect(first).not.toEqual([]);
    unreturned(look(text.replace('- one', '- two'))).forEach((finding, index) => expect(finding).toBe(first[index]));
    expect(unreturned(look(text.replace('(query)\n', '(query)\n3. Database → API (rows)\n')))).not.toEqual(first);
  });

  it("runs the project's own rules each time", () => {
    let runs = 0;
    const own = {
      name: 'own',
      sentence: 'It is looked at',
      severity: 'info' as const,
      holds: [],
      check: () => {
        runs += 1;
      },
    };
    const checker = createChecker();
    const subject = subjectOf(template);
    checker(subject, [own]);
    checker(subject, [own]);
    expect(runs).toBe(2);
  });
});
