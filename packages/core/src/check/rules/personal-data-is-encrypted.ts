import { known } from '#model/index';
import { saysNone } from '../none.ts';
import type { Rule } from '../rule.ts';
import { quoted } from '../say.ts';

/** Section 10: what is kept of people, and how it lies on disk. */
export const personalDataIsEncrypted: Rule = {
  name: 'personal-data-is-encrypted',
  sentence: 'Where personal data is kept, it is encrypted or made unreadable at rest',
  severity: 'warning',
  holds: ['security/data-protection/personal-data', 'security/data-protection/at-rest'],
  check({ draft }, report) {
    const { personalData, atRest } = draft.overview.security.dataProtection;
    const [kept, rest] = [known(personalData), known(atRest)];
    if (personalData === undefined || kept === undefined || saysNone(kept) || isProtected(kept)) return;
    // An open decision about encryption is reported as that.
    if (atRest !== undefined && (rest === undefined || !isUnencrypted(rest))) return;
    report({
      message:
        rest === undefined
          ? `Personal data is kept (${quoted(kept)}), but nothing says that it is encrypted: a lost disk or backup is all of it`
          : `Personal data is kept (${quoted(kept)}), but at rest there is no encryption (${quoted(rest)}): a lost disk or backup is all of it`,
      span: personalData.span,
      notes: atRest === undefined ? [] : [{ message: 'Encryption at rest is spoken of here', span: atRest.span }],
      help: 'Say how it is encrypted at rest, or which fields are encrypted, hashed or masked.',
    });
  },
};

function isProtected(words: string): boolean {
  return /(?<!\b(?:not|never|un|without)[ -]?)(?:encrypt|hash(?:ed|ing)|mask|tokeni[sz]|pseudonym|anonymi[sz]|redact|KMS\b)|not (?:stored|kept|collected|processed)|no (?:PII|personal)/i.test(
    words,
  );
}

function isUnencrypted(words: string): boolean {
  return saysNone(words) || /^(?:unencrypted|plain(?:[- ]?text)?|clear[- ]?text|off|disabled)\b/i.test(words);
}
