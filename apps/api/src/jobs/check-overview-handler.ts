import type { Handler } from '@asbuilt/runtime/queue';
import type { Analyst } from '#analysis/analyst';
import type { Database } from '#db/client';
import { findOverview, saveCounts } from '#db/overviews';
import { checkOverview } from './check-overview.ts';

/**
 * Runs `check-overview`. An overview that is gone needs no counts, nor does one that has them already; one that is saved
 * meanwhile has a job of its own.
 */
export function checkOverviewHandler(database: Database, analyst: Analyst, log: (line: string) => void): Handler {
  return async (payload) => {
    const { overviewId } = checkOverview.payload.parse(payload);
    const overview = await findOverview(database, overviewId);
    if (overview === undefined || overview.errors !== null) return;
    const { errors, warnings } = await analyst.findings(overview.text);
    const saved = await saveCounts(database, overviewId, overview.version, { errors, warnings });
    log(
      `Overview ${overviewId}, version ${overview.version}: ${errors} errors, ${warnings} warnings${saved ? '' : ' (already outdated)'}`,
    );
  };
}
