import { type Hole, known, type Stated } from '#model/index';
import { nearest } from '#text/nearest';
import { anchors } from '../headings.ts';
import { leadsToFile, linkTarget } from '../project-path.ts';
import type { Report, Rule, Subject } from '../rule.ts';
import { quoted } from '../say.ts';

/** The links at the end: what they lead to is there. Addresses with a scheme are not fetched. */
export const linksResolve: Rule = {
  name: 'links-resolve',
  sentence: 'Every relative link leads to a file or heading that exists',
  severity: 'error',
  holds: ['links/*'],
  check(subject, report) {
    for (const { target } of subject.draft.overview.links) checkPath(target, subject, report);
    checkHeadings(subject, report);
  },
};

function checkPath(stated: Stated<string | Hole>, subject: Subject, report: Report): void {
  const { file, files } = subject;
  const written = known(stated);
  if (written === undefined || files === undefined) return;
  const target = linkTarget(written);
  if (target.kind !== 'path' || target.path === '' || leadsToFile(target.path, stated.span, subject)) return;
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
