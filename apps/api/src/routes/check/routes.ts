import type { Analyst } from '#analysis/analyst';
import type { App } from '#http/app-type';
import { problemAnswers } from '#http/problem-answers';
import { checkSchema, findingsSchema } from './schema.ts';

/** Checking a text that is not kept. */
export function checkRoutes(app: App, analyst: Analyst): void {
  const schema = {
    operationId: 'checkText',
    summary: 'Check a text',
    description: 'Checks a text without keeping it: the same as `asbuilt check --format json` prints.',
    tags: ['check'],
    body: checkSchema,
    response: { 200: findingsSchema, ...problemAnswers(400, 413, 415, 422, 503) },
  };
  app.post('/check', { schema }, async (request) => analyst.findings(request.body.text));
}
