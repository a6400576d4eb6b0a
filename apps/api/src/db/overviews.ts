import { and, desc, eq, getTableColumns, lt, sql } from 'drizzle-orm';
import type { Status } from '#policies/status';
import type { Database } from './client.ts';
import { type Overview, overviews } from './schema.ts';

/** What people write of an overview: everything else follows. */
export interface Draft {
  readonly name: string;
  readonly text: string;
}

/** An overview without its text, as lists show it. */
export type OverviewSummary = Omit<Overview, 'text'>;

/** How many findings a version has. */
export interface Counts {
  readonly errors: number;
  readonly warnings: number;
}

/** A part of a list: at most `limit` entries, those that come after the entry with the key `after`. */
export interface Page<K> {
  readonly limit: number;
  readonly after?: K | undefined;
}

const { text: _, ...summaryColumns } = getTableColumns(overviews);

/** The newest overviews first. */
export async function listOverviews(database: Database, { limit, after }: Page<string>): Promise<OverviewSummary[]> {
  return database
    .select(summaryColumns)
    .from(overviews)
    .where(after === undefined ? undefined : lt(overviews.id, after))
    .orderBy(desc(overviews.id))
    .limit(limit);
}

export async function findOverview(database: Database, id: string): Promise<Overview | undefined> {
  const [overview] = await database.select().from(overviews).where(eq(overviews.id, id));
  return overview;
}

/** Finds an overview and keeps others from changing it until the transaction ends. */
export async function lockOverview(transaction: Database, id: string): Promise<Overview | undefined> {
  const [overview] = await transaction.select().from(overviews).where(eq(overviews.id, id)).for('update');
  return overview;
}

export async function insertOverview(database: Database, id: string, draft: Draft): Promise<Overview> {
  return one(
    await database
      .insert(overviews)
      .values({ id, ...draft })
      .returning(),
  );
}

/** Saves the next version; its findings are not counted yet. */
export async function saveOverview(transaction: Database, id: string, draft: Draft): Promise<Overview> {
  const next = {
    ...draft,
    version: sql`${overviews.version} + 1`,
    errors: null,
    warnings: null,
    updatedAt: sql`now()`,
  };
  return one(await transaction.update(overviews).set(next).where(eq(overviews.id, id)).returning());
}

export async function saveStatus(transaction: Database, id: string, status: Status): Promise<Overview> {
  return one(
    await transaction.update(overviews).set({ status, updatedAt: sql`now()` }).where(eq(overviews.id, id)).returning(),
  );
}

/** Notes how many findings `version` has, unless the overview has a newer version or is gone. Says whether it was noted. */
export async function saveCounts(database: Database, id: string, version: number, counts: Counts): Promise<boolean> {
  const current = and(eq(overviews.id, id), eq(overviews.version, version));
  const saved = await database.update(overviews).set(counts).where(current).returning({ id: overviews.id });
  return saved.length === 1;
}

export async function deleteOverview(transaction: Database, id: string): Promise<void> {
  await transaction.delete(overviews).where(eq(overviews.id, id));
}

function one<T>(rows: readonly T[]): T {
  const [row] = rows;
  if (row === undefined) throw new Error('The row that was just written is not there.');
  return row;
}
