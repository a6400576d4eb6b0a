import { sql } from 'drizzle-orm';
import { check, integer, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { statuses } from '#policies/status';

const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date', precision: 3 });

/** The overviews as they stand now. */
export const overviews = pgTable(
  'overviews',
  {
    /** UUID v7 (RFC 9562): its order is the order of creation, so it serves as the cursor of the list. */
    id: uuid('id').primaryKey(),
    name: text('name').notNull(),
    text: text('text').notNull(),
    status: text('status', { enum: statuses }).notNull().default('draft'),
    /** Counts the saved texts, from 1. */
    version: integer('version').notNull().default(1),
    /** Findings of severity `error` in this version; null until they were counted. */
    errors: integer('errors'),
    /** Findings of severity `warning` in this version; null until they were counted. */
    warnings: integer('warnings'),
    createdAt: instant('created_at').notNull().defaultNow(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
  },
  (table) => [
    check('overviews_status', sql`${table.status} in ('draft', 'in_progress', 'review', 'done')`),
    check('overviews_version', sql`${table.version} >= 1`),
  ],
);

/** Every text that was ever saved, the present one included. */
export const overviewVersions = pgTable(
  'overview_versions',
  {
    overviewId: uuid('overview_id')
      .notNull()
      .references(() => overviews.id, { onDelete: 'cascade' }),
    version: integer('version').notNull(),
    name: text('name').notNull(),
    text: text('text').notNull(),
    savedAt: instant('saved_at').notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.overviewId, table.version] })],
);

export type Overview = typeof overviews.$inferSelect;
export type OverviewVersion = typeof overviewVersions.$inferSelect;
