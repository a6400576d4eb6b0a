import type { ProfileDraft } from '#model/index';
import { profileFileOf } from '#model/index';
import { nearest } from '#text/nearest';
import type { Finding } from './finding.ts';
import type { Rule } from './rule.ts';
import { rules } from './rules.ts';

/** Gives findings the severity that the profile's `rules:` say, and leaves out those of rules that are off. */
export function atLevels(findings: readonly Finding[], profile: ProfileDraft | undefined): Finding[] {
  const levels = profile?.profile.rules ?? {};
  return findings.flatMap((finding) => {
    const level = Object.hasOwn(levels, finding.rule) ? levels[finding.rule]?.value : undefined;
    if (level === 'off') return [];
    return [level === undefined ? finding : { ...finding, severity: level }];
  });
}

/** Whether a profile names modules of rules, and none of these are among the known ones: they were not loaded. */
export function hasMoreRules(profile: ProfileDraft | undefined, known: readonly Rule[]): boolean {
  return profile !== undefined && profile.profile.ruleModules.length > 0 && known.every((rule) => rules.includes(rule));
}

/** A level for a rule that does not exist changes nothing, which nobody would notice. */
export function unknownLevels(profile: ProfileDraft | undefined, known: readonly Rule[]): Finding[] {
  if (profile === undefined || hasMoreRules(profile, known)) return [];
  const names = known.map(({ name }) => name);
  return Object.entries(profile.profile.rules)
    .filter(([name]) => !names.includes(name))
    .map(([name, level]) => {
      const meant = nearest(name, names);
      return {
        rule: 'profile-is-valid',
        severity: 'error',
        message: `rules names ${name}, but no rule is called that`,
        span: level.span,
        file: profileFileOf(profile, level),
        notes: [],
        help: meant === undefined ? '`asbuilt explain` lists the rules.' : `Did you mean \`${meant}\`?`,
      };
    });
}
