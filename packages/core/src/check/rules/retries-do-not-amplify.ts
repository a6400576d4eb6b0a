import { type RetryChain, retryChains } from '#derive/retry-amplification';
import type { Note } from '../finding.ts';
import type { Rule } from '../rule.ts';
import { grouped, quoted } from '../say.ts';

/** Sections 5 and 8: tries again multiply along the path of a request. */
export const retriesDoNotAmplify: Rule = {
  name: 'retries-do-not-amplify',
  sentence: 'Along the path of a request, calls are tried again in one place only',
  severity: 'warning',
  holds: ['failure-modes/*/mitigation/*', 'failure-modes/*/retries', 'data-flow/*/from', 'data-flow/*/to'],
  check({ model }, report) {
    for (const chain of retryChains(model)) {
      const last = chain.calls.at(-1);
      if (last === undefined || chain.calls.length < 2) continue;
      report({
        message: message(chain, quoted(last.call.to.name)),
        span: last.said.span,
        notes: notes(chain),
        help: `Try again in one place of this path, best where it can be told whether trying again helps, and let the others pass the failure on.`,
      });
    }
  },
};

/** A path of many calls is named by its last ones: these are called the most. */
const mostNamed = 5;

function message({ calls, attempts }: RetryChain, callee: string): string {
  const named = calls.slice(-mostNamed).map(({ call, attempts: tries }) => `${tries} tries of ${quoted(call.to.name)}`);
  const more = calls.length > mostNamed ? [`the tries of ${calls.length - mostNamed} more`] : [];
  const number = grouped(attempts);
  const times = calls.every(({ isStated }) => isStated) ? `up to ${number} times` : `${number} times or more`;
  return `When ${callee} fails, one request calls it ${times}: ${[...more, ...named].join(' × ')}`;
}

function notes({ calls }: RetryChain): Note[] {
  return calls.slice(-mostNamed, -1).map(({ call, isStated, attempts, said }) => ({
    message: `Step ${call.step.step}: ${quoted(call.from.name)} tries ${quoted(call.to.name)} again, ${isStated ? `${attempts - 1} times` : 'at least once'}`,
    span: said.span,
  }));
}
