import { dirname, join } from 'node:path';
import { rules } from '@asbuilt/core/check';
import { hasOwnRules } from '#check/one';
import type { OwnRule } from '#check/own-rules';
import { isThere } from '#files/place';
import { loadProject } from '#files/project';
import { readText } from '#files/read-text';
import { rulePages } from '#files/rule-pages';
import { type Invocation, type Io, type Run, UsageError } from './command.ts';
import { defaultFile, flag, textOption } from './options.ts';
import { unknownRule } from './rule-names.ts';
import { terminalPage } from './terminal-page.ts';

/** Prints a rule's page, dressed for a terminal where there is one; without a rule, every rule with its sentence. */
export const run: Run = async (invocation, io) => {
  const [name] = invocation.args;
  const page = name !== undefined && Object.hasOwn(rulePages, name) ? rulePages[name] : undefined;
  if (page !== undefined) {
    printPage(page, io);
    return 0;
  }
  const own = await ownRules(invocation, io);
  if (name === undefined) io.out(ruleList([...rules, ...own]));
  else printPage(await ownPage(name, own), io);
  return 0;
};

function printPage(page: string, { out, color, columns }: Io): void {
  const onTerminal = color || columns !== undefined;
  out(onTerminal ? terminalPage(page, { columns: columns ?? 80, color }) : page);
}

function ruleList(some: readonly Pick<OwnRule, 'name' | 'sentence'>[]): string {
  const width = Math.max(...some.map((rule) => rule.name.length));
  return some.map((rule) => `${rule.name.padEnd(width)}  ${rule.sentence}\n`).join('');
}

/** The rules that the project brings along; none where there is no overview. */
async function ownRules(invocation: Invocation, { cwd }: Io): Promise<readonly OwnRule[]> {
  const named = textOption(invocation, 'file');
  const file = named ?? defaultFile;
  if (!flag(invocation, 'ruleModules') || (named === undefined && !isThere(join(cwd, file)))) return [];
  const profile = textOption(invocation, 'profile');
  const project = await loadProject({ cwd, file, profile });
  if (!hasOwnRules(project)) return [];
  const { loadOwnRules } = await import('#check/own-rules');
  return (await loadOwnRules(project, { cwd, isProfileNamed: profile !== undefined })).rules;
}

/** The page of a rule of the project's own stands beside its module; a rule without one is told as far as it says itself. */
async function ownPage(name: string, own: readonly OwnRule[]): Promise<string> {
  const rule = own.find((each) => each.name === name);
  if (rule === undefined)
    throw new UsageError(
      unknownRule(
        name,
        [...rules, ...own].map((each) => each.name),
      ),
    );
  const { sentence, severity, module } = rule;
  const page = join(dirname(module), `${name}.md`);
  if (isThere(page)) return readText(page, page);
  return `# ${sentence}\n\nA rule of this project, ${severity}: \`${module}\`. A page \`${name}.md\` beside it would stand here.\n`;
}
