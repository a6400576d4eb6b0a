import type { Database } from '#db/client';
import { lockOverview, saveStatus } from '#db/overviews';
import type { Overview } from '#db/schema';
import type { App } from '#http/app-type';
import { type Expected, expectedVersions, requireVersion } from '#http/entity-tag';
import { problemAnswers } from '#http/problem-answers';
import { mayMove, type Status } from '#policies/status';
import { found, permit, present, tag } from './present.ts';
import { idParams, moveSchema, optionalIfMatchHeaders, overviewSchema } from './schema.ts';

export function moveRoute(app: App, database: Database): void {
  const schema = {
    operationId: 'moveOverview',
    summary: 'Move an overview to another status',
    description: 'One step forward or back: draft, in_progress, review, done. Its version stays the same.',
    tags: ['overviews'],
    params: idParams,
    headers: optionalIfMatchHeaders,
    body: moveSchema,
    response: { 200: overviewSchema, ...problemAnswers(400, 404, 409, 412, 415, 422, 503) },
  };
  app.post('/overviews/:id/status', { schema }, async (request, reply) => {
    const overview = await move(
      database,
      request.params.id,
      expectedVersions(request.headers['if-match'] ?? '*'),
      request.body.status,
    );
    tag(reply, overview);
    return reply.send(present(overview));
  });
}

function move(database: Database, id: string, expected: Expected, to: Status): Promise<Overview> {
  return database.transaction(async (transaction) => {
    const overview = found(await lockOverview(transaction, id), id);
    requireVersion(expected, overview.version);
    permit(mayMove(overview.status, to));
    return overview.status === to ? overview : saveStatus(transaction, id, to);
  });
}
