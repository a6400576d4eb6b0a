import type { Rule } from '../rule.ts';

/** The project profile: what its reader found wrong with it. */
export const profileIsValid: Rule = {
  name: 'profile-is-valid',
  sentence: 'The project profile says only what Asbuilt understands',
  severity: 'error',
  holds: [],
  check({ profile }, report) {
    for (const { file, message, help, span, meant } of profile?.problems ?? []) {
      report({
        message: sentence(message),
        span,
        file,
        ...(help !== undefined && { help: capital(help) }),
        ...(meant !== undefined && {
          repairs: [{ title: `Write \`${meant}\``, edits: [{ span, text: meant }], safe: false }],
        }),
      });
    }
  },
};

/** A message that begins with a key keeps it as it is written in the profile. */
function sentence(message: string): string {
  return message.startsWith('the ') ? capital(message) : message;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
