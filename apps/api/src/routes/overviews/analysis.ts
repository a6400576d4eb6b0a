import type { Analyst } from '#analysis/analyst';
import type { Database } from '#db/client';
import { findOverview } from '#db/overviews';
import type { App } from '#http/app-type';
import { problemAnswers } from '#http/problem-answers';
import { findingsSchema } from '#routes/check/schema';
import { found } from './present.ts';
import { idParams, modelSchema } from './schema.ts';

export function findingsRoute(app: App, database: Database, analyst: Analyst): void {
  const schema = {
    operationId: 'checkOverview',
    summary: 'Check an overview',
    description: 'What does not hold in its present text: the same as `asbuilt check --format json` prints.',
    tags: ['overviews'],
    params: idParams,
    response: { 200: findingsSchema, ...problemAnswers(404, 503) },
  };
  app.get('/overviews/:id/findings', { schema }, async (request) => {
    const { id } = request.params;
    return analyst.findings(found(await findOverview(database, id), id).text);
  });
}

export function modelRoute(app: App, database: Database, analyst: Analyst): void {
  const schema = {
    operationId: 'modelOverview',
    summary: 'Read the model of an overview',
    description: 'What its present text states, as data: the same as `asbuilt model --format json` prints.',
    tags: ['overviews'],
    params: idParams,
    response: { 200: modelSchema, ...problemAnswers(404, 503) },
  };
  app.get('/overviews/:id/model', { schema }, async (request) => {
    const { id } = request.params;
    return { ...(await analyst.model(found(await findOverview(database, id), id).text)) };
  });
}
