import { latestEvidence } from '#derive/evidence';
import type { Evidence, Hole, Stated, Threat } from '#model/index';
import type { Report, Rule } from '../rule.ts';
import { nameOr, quoted } from '../say.ts';

/** Section 11a: a tick is a claim about the running system. */
export const ticksHaveEvidence: Rule = {
  name: 'ticks-have-evidence',
  sentence: 'A threat is ticked only where an inspection saw its mitigation hold',
  severity: 'error',
  holds: ['threats/*/status'],
  check({ draft, evidence = [] }, report) {
    const latest = latestEvidence(evidence);
    for (const threat of draft.overview.threats) {
      if (threat.ticked?.value === true) checkTick(threat, threat.ticked, latest.get(threat.ticked.id), report);
    }
  },
};

function checkTick(threat: Threat<Hole>, ticked: Stated<boolean>, seen: Evidence | undefined, report: Report): void {
  if (seen?.held === true) return;
  const name = nameOr(threat.threat, 'This threat');
  const why =
    seen === undefined ? 'no inspection has seen it covered' : `${seen.by} saw that it is not: ${quoted(seen.seen)}`;
  report({
    message: `${name} is ticked, but ${why}`,
    span: ticked.span,
    help: 'Write ☐ until an inspection has seen the mitigation hold on the running system.',
  });
}
