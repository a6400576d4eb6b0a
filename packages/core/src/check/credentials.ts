import type { Span } from '#model/index';

/** What looks like a credential, and where it stands. */
export interface Credential {
  /** With its article: `a GitHub token`. */
  readonly kind: string;
  readonly span: Span;
}

/** Forms that their issuers give their tokens, so that they can be found (as GitHub's secret scanning lists them). */
const forms: readonly (readonly [kind: string, form: RegExp])[] = [
  ['an AWS access key', /(?<!\w)(?:AKIA|ASIA)[A-Z2-7]{16}(?!\w)/g],
  ['a GitHub token', /(?<!\w)(?:gh[pousr]_\w{36,251}|github_pat_\w{40,255})(?!\w)/g],
  ['a GitLab token', /(?<!\w)glpat-[\w-]{20,64}/g],
  ['a Slack token', /(?<!\w)xox[abeoprs]-[\w-]{10,200}/g],
  ['a Slack webhook', /https:\/\/hooks\.slack\.com\/services\/T\w{6,14}\/B\w{6,14}\/\w{16,40}/g],
  ['a Stripe key', /(?<!\w)(?:sk|rk)_(?:live|test)_\w{16,255}/g],
  ['a Google API key', /(?<!\w)AIza[\w-]{35}(?!\w)/g],
  ['a SendGrid key', /(?<!\w)SG\.[\w-]{22}\.[\w-]{43}(?!\w)/g],
  ['an npm token', /(?<!\w)npm_\w{36}(?!\w)/g],
  ['an API key', /(?<!\w)sk-(?:proj-|ant-)?(?=[\w-]{0,200}\d)[\w-]{32,200}/g],
  ['a private key', /-----BEGIN (?:[A-Z0-9]{2,10} ){0,3}PRIVATE KEY(?: BLOCK)?-----/g],
  ['a JSON Web Token', /(?<!\w)eyJ[\w-]{10,300}\.eyJ[\w-]{10,2000}\.[\w-]{10,1000}/g],
];

const inAddress = /(?<!\w)[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:/@<>"'`|]{0,64}:([^\s:/@<>"'`|]{1,128})@[\w.[-]/dgi;
const assigned =
  /(?<![\w-])[\w.-]{0,40}(?:passw(?:or)?d|pwd|secret|token|(?:api|access|private|secret)[_-]?key)["'`*]{0,3}\s{0,3}[:=]["'`*]{0,3}\s{0,3}["'`*]{0,3}([^\s"'`|<>,;]{6,128})/dgi;

/** What every text has in which a value is `assigned`: most have not. */
const mayBeAssigned = /(?:passw(?:or)?d|pwd|secret|token|key)["'`*]{0,3}\s{0,3}[:=]/i;

/** Every credential in a text, in its order. Placeholders, names of variables and words that describe one are none. */
export function credentialsIn(text: string): readonly Credential[] {
  const found = forms.flatMap(([kind, form]) =>
    [...text.matchAll(form)]
      .filter(([said]) => !isPlaceholder(said))
      .map(({ index, 0: said }) => ({ kind, span: { from: index, to: index + said.length } })),
  );
  const addresses = text.includes('://')
    ? valuesOf(text, inAddress, 'an address with a password', (value) => !isCommonWord(value))
    : [];
  const values = mayBeAssigned.test(text) ? valuesOf(text, assigned, 'a password or key', looksDrawn) : [];
  return withoutOverlaps([...found, ...addresses, ...values]);
}

function valuesOf(text: string, form: RegExp, kind: string, isOne: (value: string) => boolean): Credential[] {
  return [...text.matchAll(form)].flatMap((match) => {
    const [value = '', [from, to] = [0, 0]] = [match[1], match.indices?.[1]];
    return isPlaceholder(value) || !isOne(value) ? [] : [{ kind, span: { from, to } }];
  });
}

/** Of two at one place the one that says more exactly what it is. */
function withoutOverlaps(found: readonly Credential[]): readonly Credential[] {
  const kept: Credential[] = [];
  for (const each of found.toSorted((a, b) => a.span.from - b.span.from || b.span.to - a.span.to)) {
    const last = kept.at(-1);
    if (last === undefined || each.span.from >= last.span.to) kept.push(each);
  }
  return kept;
}

/** `${VAR}`, `{{TOKEN}}`, `<token>`, `xxxx…`, `your-key`, the EXAMPLE keys of AWS's own documents. */
function isPlaceholder(value: string): boolean {
  const isMarked = /^[$%{<[(*]|\$\{|\{\{|\.\.\.|…|\*{3}/.test(value);
  const isCalledOne =
    /example|sample|dummy|placeholder|redacted|change[-_]?me|your[-_]|x{5,}|0{8}|(?:1234567|abcdefg)/i.test(value);
  return isMarked || isCalledOne;
}

function isCommonWord(value: string): boolean {
  return /^(?:pass(?:w(?:or)?d)?|pwd|pw|secret|token|key|postgres|root|admin|user|guest|test|dev|local|none|null)$/i.test(
    value,
  );
}

/** Whether a value was drawn or made up, not a word that describes one: it mixes letters with digits or signs. */
function looksDrawn(value: string): boolean {
  const isMixed = /\p{L}/u.test(value) && /[\d!#$%&+^~]/.test(value);
  const isElsewhere =
    /^[.~]?\/|^\w+:\/\/|\(|^[A-Z][A-Z0-9_]*$|^(?:process|import|os|env|secrets?|vault|arn|ref)[.:/]|@\d/.test(value);
  const isMethod =
    /argon|bcrypt|scrypt|pbkdf|sha-?\d|md5|[hrep]s\d{3}|aes|ed25519|rsa|oauth|oidc|jwt|jwks|saml|uuid|base64|bearer|mtls|x\.?509|pkcs/i.test(
      value,
    );
  const isAmount = /^\d+[-–]?\p{L}*\.?$/u.test(value);
  return isMixed && !isElsewhere && !isMethod && !isAmount && !isCommonWord(value);
}
