import type { Database } from '#db/client';
import { type Draft, insertOverview } from '#db/overviews';
import type { Overview } from '#db/schema';
import { uuidsV7 } from '#db/uuid-v7';
import { keepVersion } from '#db/versions';
import type { App } from '#http/app-type';
import { problemAnswers } from '#http/problem-answers';
import { orderCheck } from '#jobs/check-overview';
import { present, tag } from './present.ts';
import { draftSchema, overviewSchema } from './schema.ts';

const newId = uuidsV7();

export function createRoute(app: App, database: Database): void {
  const schema = {
    operationId: 'createOverview',
    summary: 'Create an overview',
    description:
      'It begins as a draft, at version 1. The answer names its address in `Location` and its version in `ETag`.',
    tags: ['overviews'],
    body: draftSchema,
    response: { 201: overviewSchema, ...problemAnswers(400, 413, 415, 422, 503) },
  };
  app.post('/overviews', { schema }, async (request, reply) => {
    const overview = await create(database, request.body);
    tag(reply, overview);
    return reply.code(201).header('location', `/overviews/${overview.id}`).send(present(overview));
  });
}

function create(database: Database, draft: Draft): Promise<Overview> {
  return database.transaction(async (transaction) => {
    const overview = await insertOverview(transaction, newId(), draft);
    await keepVersion(transaction, overview);
    await orderCheck(transaction, overview.id);
    return overview;
  });
}
