import { exceptionsOf } from '../exceptions.ts';
import type { Rule } from '../rule.ts';

/** Comments anywhere in the document. What a well-formed one excepts is known only after all rules: see `exceptions.ts`. */
export const exceptionsAreNeeded: Rule = {
  name: 'exceptions-are-needed',
  sentence: 'An exception names a rule that is broken there, and says why that is right',
  severity: 'error',
  holds: [],
  check({ draft }, report) {
    for (const { comment, rule, reason } of exceptionsOf(draft)) {
      if (rule !== '' && reason !== '') continue;
      const message = rule === '' ? 'This exception names no rule' : `The exception from ${rule} gives no reason`;
      const help = 'Write `<!-- asbuilt-ignore rule: reason -->`; until then it excepts nothing.';
      report({ message, span: comment.span, help });
    }
  },
};
