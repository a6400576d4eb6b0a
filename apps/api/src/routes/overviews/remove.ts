import type { Database } from '#db/client';
import { deleteOverview, lockOverview } from '#db/overviews';
import type { App } from '#http/app-type';
import { deletedSchema } from '#http/empty-answers';
import { type Expected, expectedVersions, requireVersion } from '#http/entity-tag';
import { problemAnswers } from '#http/problem-answers';
import { mayChange } from '#policies/status';
import { found, permit } from './present.ts';
import { idParams, ifMatchHeaders } from './schema.ts';

export function removeRoute(app: App, database: Database): void {
  const schema = {
    operationId: 'deleteOverview',
    summary: 'Delete an overview',
    description:
      'Deletes it with all its versions, if it still stands at the version that `If-Match` names and is not done.',
    tags: ['overviews'],
    params: idParams,
    headers: ifMatchHeaders,
    response: { 204: deletedSchema, ...problemAnswers(400, 404, 409, 412, 428, 503) },
  };
  app.delete('/overviews/:id', { schema }, async (request, reply) => {
    await remove(database, request.params.id, expectedVersions(request.headers['if-match']));
    return reply.code(204).send();
  });
}

function remove(database: Database, id: string, expected: Expected): Promise<void> {
  return database.transaction(async (transaction) => {
    const { version, status } = found(await lockOverview(transaction, id), id);
    requireVersion(expected, version);
    permit(mayChange(status));
    await deleteOverview(transaction, id);
  });
}
