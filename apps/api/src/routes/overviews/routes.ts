import type { Analyst } from '#analysis/analyst';
import type { Database } from '#db/client';
import type { App } from '#http/app-type';
import { findingsRoute, modelRoute } from './analysis.ts';
import { createRoute } from './create.ts';
import { listRoute } from './list.ts';
import { moveRoute } from './move.ts';
import { readRoute } from './read.ts';
import { removeRoute } from './remove.ts';
import { updateRoute } from './update.ts';
import { versionRoute, versionsRoute } from './versions.ts';

/** Overviews: kept with every version, saved with optimistic concurrency, moved through review, checked, read as data. */
export function overviewRoutes(app: App, database: Database, analyst: Analyst): void {
  createRoute(app, database);
  listRoute(app, database);
  readRoute(app, database);
  updateRoute(app, database);
  removeRoute(app, database);
  moveRoute(app, database);
  versionsRoute(app, database);
  versionRoute(app, database);
  findingsRoute(app, database, analyst);
  modelRoute(app, database, analyst);
}
