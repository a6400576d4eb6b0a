import { enforcementOf } from '#derive/enforced-guardrail';
import { known, type Model, type Stated } from '#model/index';
import type { Report, Rule } from '../rule.ts';
import { count, quoted } from '../say.ts';

/** Sections 1 and 13: of what is forbidden, how much does somebody watch over. */
export const guardrailsAreEnforceable: Rule = {
  name: 'guardrails-are-enforceable',
  sentence: 'Guardrails and non-negotiables can be enforced, and what that takes is stated',
  severity: 'info',
  holds: ['guardrails/guardrail/*', 'context-capsule/non-negotiables/*'],
  check({ model }, report) {
    const { capsule, guardrails } = model.overview;
    const all = [...capsule.nonNegotiables, ...guardrails.guardrails];
    checkSecrets(all, model, report);
    const free = all.filter(({ value }) => enforcementOf(value) === undefined);
    const [first, ...others] = free;
    if (first === undefined) return;
    report({
      message: `${free.length} of ${count(all.length, 'guardrail')} ${free.length === 1 ? 'is' : 'are'} kept by people alone: \`asbuilt guard\` watches over secrets, derived files, promised files, ports and the profile, and cannot see "${quoted(first.value)}" in a change`,
      span: first.span,
      notes: others.slice(0, 10).map(({ value, span }) => ({ message: `Nor "${quoted(value)}"`, span })),
      help: 'Have somebody review changes for it, or say it in terms of files: which must not be changed, and together with which.',
    });
  },
};

function checkSecrets(all: readonly Stated<string>[], { overview }: Model, report: Report): void {
  const secrets = all.find(({ value }) => enforcementOf(value) === 'secrets');
  if (secrets === undefined || known(overview.capsule.secrets) !== undefined) return;
  report({
    severity: 'warning',
    message: `"${quoted(secrets.value)}" cannot be enforced: the context capsule does not say where the secrets are`,
    span: secrets.span,
    help: 'Add "**Secrets location (local only):** `secrets/.env`" to the context capsule, with the path that is yours.',
  });
}
