import { type Call, calls, everyCall } from '#derive/calls';
import { type Attempts, attemptsByName } from '#derive/retry-amplification';
import type { Draft } from '#model/index';
import type { Rule } from '../rule.ts';
import { quoted } from '../say.ts';

/** Sections 5 and 8: what is tried again may happen twice. */
export const retriesAreSafe: Rule = {
  name: 'retries-are-safe',
  sentence: 'Only calls that can be made twice are tried again',
  severity: 'warning',
  holds: ['data-flow/*/label', 'failure-modes/*/mitigation/*', 'failure-modes/*/retries'],
  check({ draft, model }, report) {
    const attempts = attemptsByName(model);
    const seen = new Set<string>();
    for (const call of everyCall(calls(model))) {
      const { label } = call.step;
      const tried = attempts.get(call.to.name);
      if (label === undefined || tried === undefined || seen.has(call.to.name)) continue;
      if (!isUnsafe(label.value) || saysItIsSafe(tried, draft)) continue;
      seen.add(call.to.name);
      report({
        message: message(call, label.value),
        span: tried.said.span,
        notes: [{ message: `Step ${call.step.step} is ${quoted(label.value)}`, span: label.span }],
        help: `Write "retry of reads", or "idempotent retry" once ${quoted(call.to.name)} knows the second try by a key that both carry.`,
      });
    }
  },
};

/** Words of what has a further effect when it is done twice. An update or a deletion, done twice, is done once. */
const unsafe =
  /\b(?:POST|PATCH|mutations?|inserts?|creates?|creation|appends?|charges?|payments?|transfers?|enqueues?|publish(?:es)?|writes?)\b/i;
const safe = /\b(?:idempoten\w*|dedup\w*|upserts?|exactly[- ]once)\b/i;
const onlyReads = /\b(?:reads?|quer(?:y|ies)|GET|idempoten\w*|safe)\b/i;

function isUnsafe(label: string): boolean {
  return unsafe.test(label) && !safe.test(label);
}

/** Whether the words around the retry, up to the next comma or cell, say what is tried again. */
function saysItIsSafe({ said }: Attempts, { text }: Draft): boolean {
  const before =
    text
      .slice(Math.max(0, said.span.from - 80), said.span.from)
      .split(/[,|\n]/)
      .at(-1) ?? '';
  const [after = ''] = text.slice(said.span.to, said.span.to + 80).split(/[,|\n]/, 1);
  return onlyReads.test(`${before} ${after}`);
}

function message({ from, to, step }: Call, label: string): string {
  const [caller, callee] = [quoted(from.name), quoted(to.name)];
  return `Calls of ${callee} are tried again, but step ${step.step} of ${caller} (${quoted(label)}) changes something: if only the answer was lost, it is done twice`;
}
