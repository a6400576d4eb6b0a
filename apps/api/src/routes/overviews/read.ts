import type { Database } from '#db/client';
import { findOverview } from '#db/overviews';
import type { App } from '#http/app-type';
import { unchangedSchema } from '#http/empty-answers';
import { entityTag, isHeld } from '#http/entity-tag';
import { problemAnswers } from '#http/problem-answers';
import { found, present, tag } from './present.ts';
import { idParams, ifNoneMatchHeaders, overviewSchema } from './schema.ts';

export function readRoute(app: App, database: Database): void {
  const schema = {
    operationId: 'readOverview',
    summary: 'Read an overview',
    description: 'The answer names its version in `ETag`; with `If-None-Match` it is sent only when it changed.',
    tags: ['overviews'],
    params: idParams,
    headers: ifNoneMatchHeaders,
    response: { 200: overviewSchema, 304: unchangedSchema, ...problemAnswers(404, 503) },
  };
  app.get('/overviews/:id', { schema }, async (request, reply) => {
    const { id } = request.params;
    const overview = found(await findOverview(database, id), id);
    tag(reply, overview);
    if (isHeld(request.headers['if-none-match'], entityTag(overview))) return reply.code(304).send();
    return reply.send(present(overview));
  });
}
