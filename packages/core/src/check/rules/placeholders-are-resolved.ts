import { known, type PlacedHole, type Profile } from '#model/index';
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
      });
    }
  },
};

/** A key of the profile that a token is filled from. */
interface TokenSource {
  readonly key: string;
  readonly isSet: (profile: Profile) => boolean;
}

const sources: Readonly<Record<string, TokenSource>> = {
  ENV: { key: 'env', isSet: ({ env }) => known(env) !== undefined },
  HTTP_PORT: { key: 'http_port', isSet: ({ httpPort }) => known(httpPort) !== undefined },
  FRAMEWORKS: { key: 'frameworks', isSet: ({ frameworks }) => frameworks.length > 0 },
  DB: { key: 'db', isSet: ({ db }) => known(db) !== undefined },
  AUTH_SYSTEM: { key: 'auth', isSet: ({ auth }) => known(auth) !== undefined },
  INFRA: { key: 'infra', isSet: ({ infra }) => known(infra) !== undefined },
};

function sourceOf(name: string): TokenSource {
  const own = Object.hasOwn(sources, name) ? sources[name] : undefined;
  return own ?? { key: `tokens.${quoted(name)}`, isSet: ({ tokens }) => Object.hasOwn(tokens, name) };
}

function tokenHelp(hole: PlacedHole, { file, profile }: Subject): string {
  const { key, isSet } = sourceOf(hole.text.replaceAll(/[{}\s]/g, ''));
  const write = `\`asbuilt resolve ${file}\` writes`;
  if (profile !== undefined && isSet(profile.profile))
    return `${write} the value that ${profile.file} sets as \`${key}\`.`;
  return `Set \`${key}\` in ${profile?.file ?? 'the project profile'}, then ${write} its value here.`;
}

function autoHelp({ text }: PlacedHole, { file }: Subject): string {
  if (/^(?:uuid-here$|\{\{\s*AUTO:(?:DATE|DATETIME_ISO)\b)/.test(text))
    return `\`asbuilt resolve ${file}\` writes the value here.`;
  return 'Write the value here: only {{AUTO:DATE:zone}}, {{AUTO:DATETIME_ISO:zone}} and uuid-here are filled in by themselves.';
}
