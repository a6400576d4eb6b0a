import type { Draft, Hole, PlacedHole } from '#model/index';
import { isInInlineCode } from '#text/inline-code';
import { openSeverity } from '../open.ts';
import type { Rule } from '../rule.ts';
import { either, quoted } from '../say.ts';

/** Every section: `[a choice/of/these]` may stand for any value. */
export const decisionsAreMade: Rule = {
  name: 'decisions-are-made',
  sentence: 'Every open decision is made',
  severity: 'error',
  // It constrains no statement: it says where there is none yet.
  holds: [],
  check({ draft }, report) {
    const severity = openSeverity(draft);
    for (const hole of draft.holes) {
      if (hole.hole !== 'decision' || isUsage(hole, draft)) continue;
      report({ severity, message: `${quoted(hole.text)} is not decided yet`, span: hole.span, help: help(hole) });
    }
  },
};

/** `go tool trace [file]` in a text that is no section's says how a command is called: nobody has to decide that. */
function isUsage({ span }: PlacedHole, { text, sections }: Draft): boolean {
  return (
    isInInlineCode(text, span.from) &&
    !sections.some((place) => place.span.from <= span.from && span.to <= place.span.to)
  );
}

function help({ options = [] }: Hole): string {
  const named = options.map(quoted);
  if (named.length === 0) return 'Write what it is in place of the brackets.';
  if (named.length === 1) return `Write ${either(named)}, or what it is instead, in place of the brackets.`;
  return `Choose ${either(named)}, or something else, and write it in place of the brackets.`;
}
