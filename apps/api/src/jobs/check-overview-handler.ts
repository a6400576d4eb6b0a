import type { Task } from 'graphile-worker';
import { findingsOf } from '#analysis/findings';
import type { Database } from '#db/client';
import { findOverview, saveCounts } from '#db/overviews';
import { checkOverview } from './check-overview.ts';

/** Runs `check-overview`. An overview that is gone needs no counts; one that was saved meanwhile has a newer job. */
export function checkOverviewHandler(database: Database): Task {
  return async (payload, { logger }) => {
    const { overviewId } = checkOverview.payload.parse(payload);
    const overview = await findOverview(database, overviewId);
    if (overview === undefined) return;
    const { errors, warnings } = findingsOf(overview.text);
    const saved = await saveCounts(database, overviewId, overview.version, { errors, warnings });
    logger.info(
      `Overview ${overviewId}, version ${overview.version}: ${errors} errors, ${warnings} warnings${saved ? '' : ' (already outdated)'}`,
    );
  };
}
