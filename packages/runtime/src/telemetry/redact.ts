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
  [/(:\/\/[^\s:/@]{0,64}:)[^\s/@]{1,256}@/g, `$1${mark}@`],
  // Addresses of people.
  [/[\w.+-]{1,64}(?:@|%40)(?:[\w-]{1,63}\.){1,8}[a-z]{2,24}\b/gi, mark],
];

/** A line of text without secrets and addresses of people, as far as one can tell them by their form. JSON stays JSON. */
export function redactText(text: string): string {
  return kinds.reduce((rest, [pattern, replacement]) => rest.replace(pattern, replacement), text);
}

/** The path of a request target, without its query and without what `redactText` takes out. */
export function shownPath(target: string): string {
  const end = target.search(/[?#]/);
  const path = end === -1 ? target : target.slice(0, end);
  // Hardly any path needs to be looked at closely.
  return /@|%40|eyJ|=|:/i.test(path) ? redactText(path) : path;
}
