import { type Draft, known, type Span, type Stated } from '#model/index';
import { saysNone } from '../none.ts';
import type { Rule } from '../rule.ts';
import { quoted } from '../say.ts';

/** Section 5, second half: a job has no caller who would try again. */
export const jobsHaveRetries: Rule = {
  name: 'jobs-have-retries',
  sentence: 'Background jobs say what happens to one that fails',
  severity: 'warning',
  holds: ['background-jobs/types/*', 'background-jobs/processing/*'],
  check({ draft }, report) {
    const { types, retries } = draft.overview.jobs;
    const jobs = types.filter((type) => !saysNone(known(type) ?? 'none'));
    const [first] = jobs;
    const last = jobs.at(-1);
    if (first === undefined || last === undefined || retries !== undefined || saysElsewhere(draft)) return;
    report({
      message: `Nothing says what happens when one of these jobs fails: ${namesOf(jobs)}; no caller is left who would try again, so the work is lost`,
      span: { from: first.span.from, to: last.span.to },
      help: 'Add a line such as "Retries: 5, with growing pauses, then kept for people to look at".',
    });
  },
};

/** A list of many jobs is named by its first ones. */
const mostNamed = 4;

function namesOf(jobs: readonly Stated<unknown>[]): string {
  const named = jobs.slice(0, mostNamed).map(({ value }) => quoted(String(value)));
  return [...named, ...(jobs.length > mostNamed ? [`${jobs.length - mostNamed} more`] : [])].join(', ');
}

const again =
  /\b(?:retr(?:y|ies|ied|ying)|attempts?|tr(?:y|ies|ied) again|dead[- ]letter\w*|DLQ|backoff|re-?deliver\w*|re-?queue\w*|re-?run\w*|at[- ]least[- ]once)\b/i;
const aboutJobs = /\b(?:jobs?|queues?|workers?)\b/i;

/** Whether other words of the section, or a row of the failure table about jobs, say it. */
function saysElsewhere({ overview, prose, text, sections }: Draft): boolean {
  const { types, processing, queue } = overview.jobs;
  const words = [...types, ...processing, ...(queue ? [queue] : [])].map((stated) => lineOf(text, stated.span));
  const place = sections.find(({ section }) => section === 'background-jobs');
  const around = prose.filter(
    ({ section, span }) => section === 'background-jobs' || isBeside(span, types, place?.span),
  );
  if ([...words, ...around.map((one) => one.text)].some((said) => again.test(said))) return true;
  return overview.failures.some(
    ({ scenario, mitigations }) => aboutJobs.test(known(scenario) ?? '') && mitigations.length > 0,
  );
}

/** Whether prose stands in the jobs' own section, or within a few lines of the jobs where they are a list in another one. */
function isBeside(prose: Span, [first]: readonly Stated<unknown>[], section: Span | undefined): boolean {
  if (section !== undefined) return prose.from >= section.from && prose.to <= section.to;
  return first !== undefined && Math.abs(prose.from - first.span.from) < 600;
}

function lineOf(text: string, { from, to }: Span): string {
  const start = text.lastIndexOf('\n', from) + 1;
  const end = text.indexOf('\n', to);
  return text.slice(start, end === -1 ? text.length : end);
}
