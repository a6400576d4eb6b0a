import { lettered } from '#text/lettered';

const none = lettered(
  (letters) =>
    String.raw`^(?:[-\u2013\u2014?.\u2026]+|no|nil|unknown|(?:n\/?a|tb[dac]|todo|to be (?:decided|defined|done))(?![\w-]).*|not (?:yet|applicable|decided|defined|available|planned)(?![\w-]).*|no\b.* (?:yet|so far)|(?:none|nothing)(?:\s+(?:yet|so far|planned|needed|(?:is|are) [${letters}]+|(?:between|inside|within)\b[^;,.(]*))?(?:\s*[;,.:(\u2013\u2014-].*)?)\.?$`,
  'is',
);
/** What all of them begin with, and few other words do. */
const mayBeNone = /^[-\u2013\u2014?.\u2026nut]/i;

/**
 * Whether words say that there is nothing, or nothing yet: `none`, `n/a`, `—`, `TBD`, `none; traffic stays here`. A sentence
 * that only begins so says something: "No addresses of users are called".
 */
export function saysNone(words: string): boolean {
  const said = words.trim().slice(0, 300);
  return mayBeNone.test(said) && none(said).test(said);
}
