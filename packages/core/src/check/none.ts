const none =
  /^(?:[-–—?.…]+|no|nil|unknown|(?:n\/?a|tb[dac]|todo|to be (?:decided|defined|done))(?![\w-]).*|not (?:yet|applicable|decided|defined|available|planned)(?![\w-]).*|no\b.* (?:yet|so far)|(?:none|nothing)(?:\s+(?:yet|so far|planned|needed|(?:is|are) \p{L}+|(?:between|inside|within)\b[^;,.(]*))?(?:\s*[;,.:(–—-].*)?)\.?$/isu;

/**
 * Whether words say that there is nothing, or nothing yet: `none`, `n/a`, `—`, `TBD`, `none; traffic stays here`. A sentence
 * that only begins so says something: "No addresses of users are called".
 */
export function saysNone(words: string): boolean {
  return none.test(words.trim().slice(0, 300));
}
