import { type Hole, known, type Stated } from '#model/index';
import { nearest } from '#text/nearest';
import { anchors } from '../headings.ts';
import { linkTarget, projectPath, type Target } from '../project-path.ts';
import type { Report, Rule, Subject } from '../rule.ts';
import { quoted } from '../say.ts';

/** Section 2 and the links at the end: what they lead to is there. Addresses with a scheme are not fetched. */
export const linksResolve: Rule = {
  name: 'links-resolve',
  sentence: 'Every reference and relative link leads to a file or heading that exists',
  severity: 'error',
  holds: ['references/*/path', 'links/*'],
  check(subject, report) {
    const { references, links } = subject.draft.overview;
    for (const { path } of references) checkPath(path, projectPath, subject, report);
    for (const { target } of links) checkPath(target, linkTarget, subject, report);
    checkHeadings(subject, report);
  },
};

type Written = Stated<string | Hole> | undefined;

function checkPath(stated: Written, read: (text: string) => Target, { file, files }: Subject, report: Report): void {
  const written = known(stated);
  if (stated === undefined || written === undefined || files === undefined) return;
  const target = read(written);
  if (target.kind !== 'path' || target.path === '' || files.has(target.path)) return;
  report({
    message: `${quoted(written)} leads to no file`,
    span: stated.span,
    help: `Mend the path, which counts from the folder of the overview; if it is derived, \`asbuilt build ${file}\` writes it.`,
  });
}

function checkHeadings({ draft }: Subject, report: Report): void {
  const toHeadings = draft.overview.links.flatMap(({ target }) => {
    const written = linkTarget(known(target) ?? '');
    return written.kind === 'heading' && written.heading !== ''
      ? [{ span: target.span, heading: written.heading }]
      : [];
  });
  if (toHeadings.length === 0) return;
  const offered = anchors(draft);
  for (const { span, heading } of toHeadings) {
    if (offered.has(heading) || offered.has(heading.toLowerCase())) continue;
    const meant = nearest(heading, offered);
    report({
      message: `#${quoted(heading)} leads to no heading of this document`,
      span,
      help:
        meant === undefined
          ? 'Write the heading in lower case, without punctuation, blanks as hyphens.'
          : `Did you mean #${quoted(meant)}?`,
    });
  }
}
