const mark = '[redacted]';

/** Names of what is secret, as headers, fields and parameters have them. Of bounded length, so that no line takes long. */
const secretNames =
  '[\\w-]{0,32}(?:token|secret|password|passwd|passphrase|pwd|api[_-]?key|access[_-]?key|private[_-]?key|session[_-]?id|signature|credentials?)';

/** What is taken out, and what stands for it. */
const kinds: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  // Headers whose whole value is secret: to the end of the line, or of the string that it is.
  [/\b((?:proxy-)?authorization|(?:set-)?cookie)(["']?\s?[:=]\s?["']?)[^"'\\\r\n]+/gi, `$1$2${mark}`],
  [/\b(bearer|basic) [\w.~+/=-]{8,}/gi, `$1 ${mark}`],
  [new RegExp(`\\b(${secretNames})(["']?\\s?[:=]\\s?["']?)[^\\s"'\\\\&,;}\\])]+`, 'gi'), `$1$2${mark}`],
  [/([?&](?:code|key|sig|auth|sid)=)[^\s&"'#]+/gi, `$1${mark}`],
  // A JSON Web Token wherever it stands, and a password in an address.
  [/\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*/g, mark],
  // Keys that their issuers make so that one can tell them: of AWS, GitHub, GitLab, Slack and Stripe.
  [
    /\b(?:A[KS]IA[0-9A-Z]{16}|gh[oprsu]_\w{20,255}|github_pat_\w{20,255}|glpat-[\w-]{20,255}|xox[a-z]-[\w-]{10,255}|[prs]k_(?:live|test)_\w{8,255}|whsec_\w{8,255})/g,
    mark,
  ],
  [/(:\/\/[^\s:/@]{0,64}:)[^\s/@]{1,256}@/g, `$1${mark}@`],
  // Addresses of people.
  [/[\w.+-]{1,64}(?:@|%40)(?:[\w-]{1,63}\.){1,8}[a-z]{2,24}\b/gi, mark],
];

/**
 * Numbers of payment cards, by the beginnings and lengths of their issuers (ISO/IEC 7812), in groups or in one. In JSON it may
 * be a number, for which a text then stands.
 */
const cards = /(?<key>(?<!\\)":\s?)?(?<![\w.-])(?<digits>[2-6](?:[ -]?\d){13,15})(?![\w-]|\.\d)/g;
const issuers =
  /^(?:4\d{15}|5[1-5]\d{14}|2[2-7]\d{14}|6(?:011|2\d\d|4[4-9]\d|5\d\d)\d{12}|35\d{14}|3[47]\d{13}|3[068]\d{12})$/;

/** A line of text without secrets, addresses of people and cards, as far as one can tell them by their form. JSON stays JSON. */
export function redactText(text: string): string {
  const rest = kinds.reduce((left, [pattern, replacement]) => left.replace(pattern, replacement), text);
  return rest.replace(cards, (found: string, key: string | undefined, digits: string) => {
    if (!isCard(digits.replaceAll(/\D/g, ''))) return found;
    return key === undefined ? mark : `${key}"${mark}"`;
  });
}

/** Whether it begins as somebody's cards do, and its check digit is right (Luhn). */
function isCard(digits: string): boolean {
  if (!issuers.test(digits)) return false;
  let sum = 0;
  for (let place = 1; place <= digits.length; place += 1) {
    const value = Number(digits[digits.length - place]) * (place % 2 === 0 ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 === 0;
}

/** The path of a request target, without its query and without what `redactText` takes out. */
export function shownPath(target: string): string {
  const end = target.search(/[?#]/);
  const path = end === -1 ? target : target.slice(0, end);
  // Hardly any path needs to be looked at closely.
  return /@|%40|eyJ|=|:|\d{14}/i.test(path) ? redactText(path) : path;
}
