const none =
  /^(?:[-–—?.…]+|(?:none|no|nothing|nil|n\/?a|not (?:yet|applicable|decided|defined|available)|tb[dac]|todo|unknown|to be (?:decided|defined|done))(?![\w-]).*)$/isu;

/** Whether words say that there is nothing, or nothing yet: `none`, `n/a`, `—`, `TBD`, `none; traffic stays here`. */
export function saysNone(words: string): boolean {
  return none.test(words.trim());
}
