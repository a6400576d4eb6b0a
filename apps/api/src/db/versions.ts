import { and, desc, eq, getTableColumns, lt } from 'drizzle-orm';
import type { Database } from './client.ts';
import type { Page } from './overviews.ts';
import { type Overview, type OverviewVersion, overviewVersions } from './schema.ts';

/** A version without its text, as lists show it. */
export type VersionSummary = Omit<OverviewVersion, 'text'>;

const { text: _, ...summaryColumns } = getTableColumns(overviewVersions);

/** The newest versions first. */
export async function listVersions(
  database: Database,
  overviewId: string,
  { limit, after }: Page<number>,
): Promise<VersionSummary[]> {
  const ofOverview = eq(overviewVersions.overviewId, overviewId);
  return database
    .select(summaryColumns)
    .from(overviewVersions)
    .where(after === undefined ? ofOverview : and(ofOverview, lt(overviewVersions.version, after)))
    .orderBy(desc(overviewVersions.version))
    .limit(limit);
}

export async function findVersion(
  database: Database,
  overviewId: string,
  version: number,
): Promise<OverviewVersion | undefined> {
  const key = and(eq(overviewVersions.overviewId, overviewId), eq(overviewVersions.version, version));
  const [found] = await database.select().from(overviewVersions).where(key);
  return found;
}

/** Keeps the present text of `overview` for good. */
export async function keepVersion(
  transaction: Database,
  { id, version, name, text, updatedAt }: Overview,
): Promise<void> {
  await transaction.insert(overviewVersions).values({ overviewId: id, version, name, text, savedAt: updatedAt });
}
