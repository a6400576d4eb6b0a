import type { Rule } from '../rule.ts';

/** The project profile: what its reader found wrong with it. */
export const profileIsValid: Rule = {
  name: 'profile-is-valid',
  sentence: 'The project profile says only what Asbuilt understands',
  severity: 'error',
  holds: [],
  check({ profile }, report) {
    for (const { message, help, span } of profile?.problems ?? []) {
      report({ message, span, file: profile?.file ?? '', ...(help !== undefined && { help }) });
    }
  },
};
