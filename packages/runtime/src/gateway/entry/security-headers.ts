/**
 * What browsers are told about answers of a service that says nothing else: to believe its types, to show it in frames of its
 * own site only, to tell other sites no paths, and to share no window with them
 * (https://cheatsheetseries.owasp.org/cheatsheets/HTTP_Headers_Cheat_Sheet.html).
 */
const careful: readonly (readonly [name: string, value: string])[] = [
  ['X-Content-Type-Options', 'nosniff'],
  ['X-Frame-Options', 'SAMEORIGIN'],
  ['Referrer-Policy', 'strict-origin-when-cross-origin'],
  ['Cross-Origin-Opener-Policy', 'same-origin-allow-popups'],
];

/** Those that an answer (name, value, name, value …) does not have: what a service says of itself stands. */
export function missingSecurityHeaders(headers: readonly string[]): readonly string[] {
  const said = new Set(headers.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase()));
  return careful.flatMap(([name, value]) => (said.has(name.toLowerCase()) ? [] : [name, value]));
}
