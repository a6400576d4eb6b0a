import type { PlacedHole } from '#model/index';
import { openSeverity } from '../open.ts';
import type { Rule, Subject } from '../rule.ts';
import { quoted } from '../say.ts';

/** Tokens whose key in the profile is not their name in lower case. */
const profileKeys: Readonly<Record<string, string>> = { AUTH_SYSTEM: 'auth' };

/** Sections 1 and front matter, but a placeholder may stand anywhere. */
export const placeholdersAreResolved: Rule = {
  name: 'placeholders-are-resolved',
  sentence: 'Every placeholder is filled in',
  severity: 'error',
  // It constrains no statement: it says where there is none yet.
  holds: [],
  check(subject, report) {
    const severity = openSeverity(subject.draft);
    for (const hole of subject.draft.holes) {
      if (hole.hole === 'decision') continue;
      report({
        severity,
        message: `${quoted(hole.text)} is not filled in, so nothing that depends on it can be checked or run`,
        span: hole.span,
        help:
          hole.hole === 'token'
            ? tokenHelp(hole, subject)
            : `\`asbuilt resolve ${subject.file}\` writes the value here.`,
      });
    }
  },
};

function tokenHelp(hole: PlacedHole, { file, profile }: Subject): string {
  const name = /[A-Za-z_][\w.-]*/.exec(hole.text)?.[0] ?? hole.text;
  const key = profileKeys[name] ?? name.toLowerCase();
  const place = profile?.file ?? 'the project profile';
  return `Set \`${key}\` in ${place}, then \`asbuilt resolve ${file}\` writes its value here.`;
}
