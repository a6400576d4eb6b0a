import { type PlacedHole, profileKeyOf, profileTokens } from '#model/index';
import type { Finding } from '../finding.ts';
import { openSeverity } from '../open.ts';
import type { Rule, Subject } from '../rule.ts';
import { quoted } from '../say.ts';

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
        help: hole.hole === 'token' ? tokenHelp(hole, subject) : autoHelp(hole, subject),
        ...filling(hole, subject),
      });
    }
  },
};

/** As `asbuilt resolve` fills it. */
function filling(hole: PlacedHole, subject: Subject): Pick<Finding, 'repairs'> {
  const value = hole.hole === 'token' ? setValue(hole, subject) : undefined;
  if (value === undefined) return {};
  const edits = [{ span: hole.span, text: value }];
  return { repairs: [{ title: `Write ${quoted(value)} for ${quoted(hole.text)}`, edits, safe: true }] };
}

function tokenOf({ text }: PlacedHole): string {
  return text.replaceAll(/[{}\s]/g, '');
}

/** What the profile sets a token to. */
function setValue(hole: PlacedHole, { profile }: Subject): string | undefined {
  const tokens = profile === undefined ? {} : profileTokens(profile.profile);
  return Object.hasOwn(tokens, tokenOf(hole)) ? tokens[tokenOf(hole)] : undefined;
}

function tokenHelp(hole: PlacedHole, subject: Subject): string {
  const { file, profile } = subject;
  const key = quoted(profileKeyOf(tokenOf(hole)));
  const write = `\`asbuilt resolve ${file}\` writes`;
  if (profile !== undefined && setValue(hole, subject) !== undefined)
    return `${write} the value that ${profile.file} sets as \`${key}\`.`;
  return `Set \`${key}\` in ${profile?.file ?? 'the project profile'}, then ${write} its value here.`;
}

function autoHelp({ text }: PlacedHole, { file }: Subject): string {
  if (/^(?:uuid-here$|\{\{\s*AUTO:(?:DATE|DATETIME_ISO)\b)/.test(text))
    return `\`asbuilt resolve ${file}\` writes the value here.`;
  return 'Write the value here: only {{AUTO:DATE:zone}}, {{AUTO:DATETIME_ISO:zone}} and uuid-here are filled in by themselves.';
}
