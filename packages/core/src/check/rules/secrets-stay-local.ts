import { known } from '#model/index';
import { type Credential, credentialsIn } from '../credentials.ts';
import { isGitIgnored } from '../git-ignore.ts';
import { projectPath } from '../project-path.ts';
import { shownPath } from '../project-text.ts';
import type { Report, Rule, Subject } from '../rule.ts';
import { quoted } from '../say.ts';

/** Section 1, and every text that goes into the repository with the overview. */
export const secretsStayLocal: Rule = {
  name: 'secrets-stay-local',
  sentence:
    'No credential stands in the document, its profile or its artifacts, and git ignores the place of the secrets',
  severity: 'error',
  holds: ['context-capsule/secrets'],
  check(subject, report) {
    for (const { text, file } of textsOf(subject)) {
      for (const found of credentialsIn(text).slice(0, mostOfOneText)) reportCredential(found, file, subject, report);
    }
    checkPlace(subject, report);
  },
};

/** Who has pasted a list of credentials does not need to read about each. */
const mostOfOneText = 10;

/** The texts that are kept with the overview. The local profile is not: git ignores it. */
function textsOf({ file, draft, profile, files }: Subject): { readonly text: string; readonly file?: string }[] {
  const { artifacts, files: promised } = draft.overview;
  const paths = [...artifacts.map(({ path }) => path), ...promised.map(({ path }) => path)].flatMap((stated) => {
    const target = projectPath(known(stated) ?? '');
    return target.kind === 'path' && target.path !== '' ? [target.path] : [];
  });
  const others = [...new Set([...paths.slice(0, mostFiles), '.env.example'])].flatMap((path) => {
    const text = files?.text(path);
    return text === undefined ? [] : [{ text, file: shownPath({ file }, path) }];
  });
  return [
    { text: draft.text },
    ...(profile === undefined ? [] : [{ text: profile.text, file: profile.file }]),
    ...others,
  ];
}

const mostFiles = 50;

function reportCredential(found: Credential, file: string | undefined, subject: Subject, report: Report): void {
  const place = known(subject.draft.overview.capsule.secrets);
  report({
    message: `This looks like ${found.kind}: whoever reads the repository, now or ever, can use it`,
    span: found.span,
    conceals: true,
    ...(file !== undefined && { file }),
    help: `Revoke it first, since the history keeps it; then keep the new one in ${place === undefined ? 'a file that git ignores' : quoted(place)} and write \${NAME} here.`,
  });
}

/** Where it cannot be seen what git ignores, nothing is said. */
function checkPlace({ draft, files }: Subject, report: Report): void {
  const stated = draft.overview.capsule.secrets;
  const place = known(stated);
  const target = place === undefined ? undefined : projectPath(place);
  if (
    stated === undefined ||
    place === undefined ||
    files === undefined ||
    target?.kind !== 'path' ||
    target.path === ''
  )
    return;
  const path = place.endsWith('/') ? `${target.path}/` : target.path;
  if (isGitIgnored(path, files) !== false) return;
  const isThere = files.has(target.path);
  report({
    ...(!isThere && { severity: 'warning' }),
    message: isThere
      ? `The secrets are kept in ${quoted(place)}, and git does not ignore it: the next \`git add .\` publishes them`
      : `The secrets will be kept in ${quoted(place)}, and git does not ignore it: the first \`git add .\` after that publishes them`,
    span: stated.span,
    help: `Add a line to .gitignore: /${path}`,
  });
}
