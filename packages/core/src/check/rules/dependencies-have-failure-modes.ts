import { calls, everyCall } from '#derive/calls';
import { failingName } from '#derive/failing-name';
import type { Rule } from '../rule.ts';
import { quoted } from '../say.ts';

/** Sections 5 and 8: what is called can fail. */
export const dependenciesHaveFailureModes: Rule = {
  name: 'dependencies-have-failure-modes',
  sentence: 'Everything that a service calls has a row in the failure table',
  severity: 'warning',
  holds: ['failure-modes/*/service', 'data-flow/*/to'],
  check({ model }, report) {
    const covered = new Set(model.overview.failures.map((failure) => failingName(model, failure)));
    for (const { from, to, step } of everyCall(calls(model))) {
      if (from.kind === 'actor' || to.kind === 'actor' || covered.has(to.name)) continue;
      covered.add(to.name);
      const [caller, callee] = [quoted(from.name), quoted(to.name)];
      report({
        message: `${caller} depends on ${callee}, but the failure table does not say what happens when ${callee} fails`,
        span: step.to.span,
        help: `Add a row such as "${callee} down" with its impact, what is done about it, and how long ${caller} waits.`,
      });
    }
  },
};
