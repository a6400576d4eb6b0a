import type { Database } from '#db/client';
import { findOverview } from '#db/overviews';
import { findVersion, listVersions } from '#db/versions';
import type { App } from '#http/app-type';
import { Problem } from '#http/problem';
import { problemAnswers } from '#http/problem-answers';
import { cut, found } from './present.ts';
import { idParams, versionListSchema, versionPage, versionParams, versionSchema } from './schema.ts';

export function versionsRoute(app: App, database: Database): void {
  const schema = {
    operationId: 'listVersions',
    summary: 'List the saved versions of an overview',
    description: 'The newest first, without their texts. Every text that was ever saved is kept.',
    tags: ['overviews'],
    params: idParams,
    querystring: versionPage,
    response: { 200: versionListSchema, ...problemAnswers(400, 404, 503) },
  };
  app.get('/overviews/:id/versions', { schema }, async (request) => {
    const { id } = request.params;
    const { limit, after } = request.query;
    found(await findOverview(database, id), id);
    const { items, next } = cut(
      await listVersions(database, id, { limit: limit + 1, after }),
      limit,
      (row) => row.version,
    );
    return {
      items: items.map(({ version, name, savedAt }) => ({ version, name, savedAt: savedAt.toISOString() })),
      next,
    };
  });
}

export function versionRoute(app: App, database: Database): void {
  const schema = {
    operationId: 'readVersion',
    summary: 'Read a saved version of an overview',
    tags: ['overviews'],
    params: versionParams,
    response: { 200: versionSchema, ...problemAnswers(404, 503) },
  };
  app.get('/overviews/:id/versions/:version', { schema }, async (request) => {
    const { id, version } = request.params;
    const saved = await findVersion(database, id, version);
    if (saved === undefined) {
      throw new Problem(
        'version-unknown',
        `There is no version ${version} of an overview ${id}: see /overviews/${id}/versions.`,
      );
    }
    return { version, name: saved.name, text: saved.text, savedAt: saved.savedAt.toISOString() };
  });
}
