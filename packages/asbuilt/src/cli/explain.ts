import { rules } from '@asbuilt/core/check';
import { nearest } from '@asbuilt/core/text';
import { rulePages } from '#files/rule-pages';
import { type Run, UsageError } from './command.ts';
import { terminalPage } from './terminal-page.ts';

/** Prints a rule's page, dressed for a terminal where there is one; without a rule, every rule with its sentence. */
export const run: Run = async (invocation, io) => {
  const [name] = invocation.args;
  if (name === undefined) {
    io.out(ruleList());
    return 0;
  }
  const page = Object.hasOwn(rulePages, name) ? rulePages[name] : undefined;
  if (page === undefined) throw new UsageError(unknownRule(name));
  const onTerminal = io.color || io.columns !== undefined;
  io.out(onTerminal ? terminalPage(page, { columns: io.columns ?? 80, color: io.color }) : page);
  return 0;
};

function ruleList(): string {
  const width = Math.max(...rules.map((rule) => rule.name.length));
  return rules.map((rule) => `${rule.name.padEnd(width)}  ${rule.sentence}\n`).join('');
}

function unknownRule(name: string): string {
  const meant = nearest(name, Object.keys(rulePages));
  const hint = meant === undefined ? '' : ` Did you mean ${meant}?`;
  return `there is no rule ${name}.${hint} asbuilt explain lists them all.`;
}
