import { known } from '#model/index';
import { saysNone } from '../none.ts';
import type { Rule } from '../rule.ts';
import { nameOr } from '../say.ts';

/** Section 11a: a threat that is named, and what is done against it. */
export const threatsAreMitigated: Rule = {
  name: 'threats-are-mitigated',
  sentence: 'Every threat has a mitigation, or says that the risk is accepted',
  severity: 'warning',
  holds: ['threats/*/threat', 'threats/*/mitigation/*'],
  check({ draft }, report) {
    for (const { threat, mitigations, ticked } of draft.overview.threats) {
      const words = mitigations.map((stated) => known(stated));
      // What is still open is a hole, and reported as such.
      if (known(threat) === undefined || words.some((said) => said === undefined || !saysNone(said))) continue;
      const name = nameOr(threat, 'This threat');
      const isTicked = ticked?.value === true;
      report({
        ...(isTicked && { severity: 'error' }),
        message: isTicked
          ? `${name} is ticked as covered, but nothing is said to be done against it`
          : `Nothing is said to be done against ${name}, so nothing can be inspected either`,
        span: mitigations[0]?.span ?? threat.span,
        help: 'Write what is done against it, or "Accepted" with the reason.',
      });
    }
  },
};
