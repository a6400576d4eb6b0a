import { type Draft, known, type Misfit, type Span } from '#model/index';
import { nearest } from '#text/nearest';
import type { Repair } from '../finding.ts';
import type { Report, Rule } from '../rule.ts';
import { either, quoted } from '../say.ts';

/** Front matter: the keys and words that mean something to whoever reads it. */
export const frontMatterIsValid: Rule = {
  name: 'front-matter-is-valid',
  sentence: 'The front matter says what it says with the keys and words that an overview has for it',
  severity: 'error',
  holds: [
    'front-matter/task-id',
    'front-matter/status',
    'front-matter/priority',
    'front-matter/project-profile/env',
    'front-matter/project-profile/http-port',
  ],
  check({ draft }, report) {
    checkKeys(draft, report);
    for (const misfit of draft.misfits) checkValue(misfit, report);
    checkTaskId(draft, report);
    checkEnvironment(draft, report);
  },
};

/** Keys for another program are nobody's mistake; a key that is nearly one of ours is. */
function checkKeys({ unknownKeys }: Draft, report: Report): void {
  for (const { key, span, free } of unknownKeys) {
    const meant = sameWord(key, free) ?? nearest(key, free);
    if (meant === undefined) continue;
    report({
      severity: 'warning',
      message: `The front matter has the key ${quoted(key)}, which means nothing, so ${meant} is not set`,
      span,
      help: `Did you mean \`${meant}\`?`,
      repairs: [writing(meant, span, sameWord(key, free) !== undefined)],
    });
  }
}

interface Words {
  readonly key: string;
  readonly words: readonly string[];
}

const valuesAt: Readonly<Record<string, Words>> = {
  'front-matter/status': { key: 'status', words: ['draft', 'in_progress', 'review', 'done'] },
  'front-matter/priority': { key: 'priority', words: ['critical', 'high', 'normal', 'low'] },
};

function checkValue({ place, text, span }: Misfit, report: Report): void {
  if (place === 'front-matter/project-profile/http-port') {
    const help = 'Write a number from 1 to 65535, the one of the project profile.';
    report({ message: `http_port is ${quoted(text)}, which is no port`, span, help });
  }
  const field = Object.hasOwn(valuesAt, place) ? valuesAt[place] : undefined;
  if (field === undefined) return;
  const same = sameWord(text, field.words);
  const meant = same ?? nearest(text, field.words);
  report({
    message: `${field.key} is ${quoted(text)}, but it is one of ${field.words.join(', ')}`,
    span,
    help: meant === undefined ? `Write ${either(field.words)}.` : `Did you mean \`${meant}\`?`,
    repairs: meant === undefined ? [] : [writing(meant, span, same !== undefined)],
  });
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A project may number its tasks as it likes; what looks like a UUID and is none was copied wrongly. */
function checkTaskId({ overview: { task } }: Draft, report: Report): void {
  const id = known(task.taskId);
  if (id === undefined || task.taskId === undefined || uuid.test(id)) return;
  if (!/^(?=.{28,44}$)[0-9a-z]{6,10}(?:-[0-9a-z]{2,6}){2,4}-[0-9a-z]{8,14}$/i.test(id)) return;
  report({
    severity: 'warning',
    message: `task_id looks like a UUID and is none: a UUID has 36 characters, digits and a to f in groups of 8-4-4-4-12, and this has ${id.length}`,
    span: task.taskId.span,
    help: 'Copy it again from where it came from, or write `uuid-here` and let `asbuilt resolve` fill it in.',
  });
}

const environments = ['dev', 'staging', 'prod'];
const otherNames: Readonly<Record<string, string>> = {
  development: 'dev',
  develop: 'dev',
  stage: 'staging',
  production: 'prod',
  live: 'prod',
};

function checkEnvironment({ overview: { task } }: Draft, report: Report): void {
  const stated = task.profile?.env;
  const env = known(stated);
  if (stated === undefined || env === undefined || environments.includes(env) || /\s/.test(env)) return;
  const word = env.toLowerCase();
  const same = Object.hasOwn(otherNames, word) ? otherNames[word] : sameWord(env, environments);
  const meant = same ?? nearest(env, environments);
  report({
    severity: meant === undefined ? 'info' : 'warning',
    message: `env is ${quoted(env)}, but a runtime profile is one of ${environments.join(', ')}`,
    span: stated.span,
    help: meant === undefined ? `Write ${either(environments)}.` : `Did you mean \`${meant}\`?`,
    repairs: meant === undefined ? [] : [writing(meant, stated.span, false)],
  });
}

/** The word that is the same but for case and what joins its parts: `In Progress` is in_progress. */
function sameWord(said: string, words: readonly string[]): string | undefined {
  return words.find((word) => plainWord(word) === plainWord(said));
}

function plainWord(word: string): string {
  return word.toLowerCase().replaceAll(/[\s_-]+/g, '');
}

function writing(word: string, span: Span, safe: boolean): Repair {
  return { title: `Write ${word}`, edits: [{ span, text: word }], safe };
}
