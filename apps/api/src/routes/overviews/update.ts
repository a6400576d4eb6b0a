import type { Database } from '#db/client';
import { type Draft, lockOverview, saveOverview } from '#db/overviews';
import type { Overview } from '#db/schema';
import { keepVersion } from '#db/versions';
import type { App } from '#http/app-type';
import { type Expected, expectedVersions, requireVersion } from '#http/entity-tag';
import { problemAnswers } from '#http/problem-answers';
import { orderCheck } from '#jobs/check-overview';
import { mayChange } from '#policies/status';
import { found, permit, present, tag } from './present.ts';
import { draftSchema, idParams, ifMatchHeaders, overviewSchema } from './schema.ts';

export function updateRoute(app: App, database: Database): void {
  const schema = {
    operationId: 'updateOverview',
    summary: 'Save a new version of an overview',
    description:
      'Only the version that `If-Match` names is replaced: when somebody else has saved meanwhile, the answer is 412 and nothing changes.',
    tags: ['overviews'],
    params: idParams,
    headers: ifMatchHeaders,
    body: draftSchema,
    response: { 200: overviewSchema, ...problemAnswers(400, 404, 409, 412, 413, 415, 422, 428, 503) },
  };
  app.put('/overviews/:id', { schema }, async (request, reply) => {
    const expected = expectedVersions(request.headers['if-match']);
    const overview = await update(database, request.params.id, expected, request.body);
    tag(reply, overview);
    return reply.send(present(overview));
  });
}

function update(database: Database, id: string, expected: Expected, draft: Draft): Promise<Overview> {
  return database.transaction(async (transaction) => {
    const { version, status } = found(await lockOverview(transaction, id), id);
    requireVersion(expected, version);
    permit(mayChange(status));
    const overview = await saveOverview(transaction, id, draft);
    await keepVersion(transaction, overview);
    await orderCheck(transaction, id);
    return overview;
  });
}
