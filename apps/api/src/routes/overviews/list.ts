import type { Database } from '#db/client';
import { listOverviews } from '#db/overviews';
import type { App } from '#http/app-type';
import { problemAnswers } from '#http/problem-answers';
import { cut, presentSummary } from './present.ts';
import { overviewListSchema, overviewPage } from './schema.ts';

export function listRoute(app: App, database: Database): void {
  const schema = {
    operationId: 'listOverviews',
    summary: 'List the overviews',
    description:
      'The newest first, without their texts. An overview that is created meanwhile does not shift the parts that follow.',
    tags: ['overviews'],
    querystring: overviewPage,
    response: { 200: overviewListSchema, ...problemAnswers(400, 503) },
  };
  app.get('/overviews', { schema }, async (request, reply) => {
    const { limit, after } = request.query;
    const { items, next } = cut(await listOverviews(database, { limit: limit + 1, after }), limit, (row) => row.id);
    return reply.header('cache-control', 'private, no-cache').send({ items: items.map(presentSummary), next });
  });
}
