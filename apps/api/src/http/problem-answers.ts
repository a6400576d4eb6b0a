import { problemSchema } from './problem.ts';

const sentences = {
  400: 'The request cannot be read.',
  404: 'There is no such thing.',
  409: 'The status of the overview does not allow this.',
  412: 'The overview has a newer version.',
  413: 'The body is longer than 2 MiB.',
  415: 'The body is not JSON.',
  422: 'The input is not valid.',
  428: 'The header If-Match is missing.',
  503: 'What is needed for the answer cannot be reached.',
} as const;

type ProblemStatus = keyof typeof sentences;
type ProblemAnswer = {
  readonly description: string;
  readonly content: { readonly 'application/problem+json': { readonly schema: typeof problemSchema } };
};

/** The problems that a route may answer with, for its response schemas. */
export function problemAnswers<const S extends ProblemStatus>(...statuses: readonly S[]): Record<S, ProblemAnswer> {
  const answers = statuses.map((status) => [
    status,
    { description: sentences[status], content: { 'application/problem+json': { schema: problemSchema } } },
  ]);
  return Object.fromEntries(answers);
}
