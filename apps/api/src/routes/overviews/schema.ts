import { z } from 'zod';
import { storable } from '#http/text';
import { statuses } from '#policies/status';

const exampleId = '01998f2e-6c1a-7b3e-9d52-4f0a6b1c2d3e';
const exampleTime = '2026-01-15T09:30:00.000Z';

const name = storable(
  z
    .string()
    .min(1, { abort: true, error: 'must not be empty' })
    .max(200, 'must not be longer than 200 characters')
    .regex(/\S/, 'must not be blank'),
).describe('What people call it.');
const text = storable(z.string()).describe('The Architecture Overview, Markdown.');
const version = z.int().min(1).describe('Counts the saved texts, from 1.');
const count = (what: string) =>
  z.int().min(0).nullable().describe(`How many ${what} the check found; null until it ran on this version.`);

const statusSchema = z.enum(statuses).meta({
  id: 'Status',
  description: 'The way through review: an overview moves one step forward or back. What is done is read-only.',
});

export const draftSchema = z.strictObject({ name, text }).meta({
  id: 'OverviewDraft',
  description: 'What people write of an overview.',
  examples: [{ name: 'Web shop', text: '# Architecture Overview\n' }],
});

const summary = {
  id: z.uuid().describe('UUID of version 7: its order is the order of creation.'),
  name: z.string().describe('What people call it.'),
  status: statusSchema,
  version,
  errors: count('errors'),
  warnings: count('warnings'),
  createdAt: z.iso.datetime().describe('When it was created, UTC.'),
  updatedAt: z.iso.datetime().describe('When its text, name or status last changed, UTC.'),
};

const example = {
  id: exampleId,
  name: 'Web shop',
  status: 'draft',
  version: 3,
  errors: 1,
  warnings: 4,
  createdAt: exampleTime,
  updatedAt: exampleTime,
};

export const summarySchema = z
  .object(summary)
  .meta({ id: 'OverviewSummary', description: 'An overview without its text.', examples: [example] });

export const overviewSchema = z
  .object({ ...summary, text: z.string().describe('The Architecture Overview, Markdown.') })
  .meta({
    id: 'Overview',
    description: 'An overview as it stands.',
    examples: [{ ...example, text: '# Architecture Overview\n' }],
  });

export const overviewListSchema = z
  .object({
    items: z.array(summarySchema).describe('The newest first.'),
    next: z.uuid().nullable().describe('Give it as `after` to get the next part; null at the end.'),
  })
  .meta({
    id: 'OverviewList',
    description: 'A part of the list of overviews.',
    examples: [{ items: [example], next: null }],
  });

const versionSummary = {
  version,
  name: z.string().describe('What the overview was called then.'),
  savedAt: z.iso.datetime().describe('When it was saved, UTC.'),
};

export const versionSchema = z
  .object({ ...versionSummary, text: z.string().describe('The text as it was saved.') })
  .meta({
    id: 'OverviewVersion',
    description: 'A text that was saved once.',
    examples: [{ version: 2, name: 'Shop', savedAt: exampleTime, text: '# Shop\n' }],
  });

export const versionListSchema = z
  .object({
    items: z
      .array(z.object(versionSummary).meta({ id: 'VersionSummary', description: 'A saved version without its text.' }))
      .describe('The newest first.'),
    next: z.int().nullable().describe('Give it as `after` to get the next part; null at the end.'),
  })
  .meta({
    id: 'VersionList',
    description: 'A part of the saved versions of an overview.',
    examples: [{ items: [{ version: 2, name: 'Shop', savedAt: exampleTime }], next: null }],
  });

export const moveSchema = z.strictObject({ status: statusSchema }).meta({
  id: 'StatusMove',
  description: 'The status that an overview moves to.',
  examples: [{ status: 'in_progress' }],
});

export const modelSchema = z.record(z.string(), z.unknown()).meta({
  id: 'Model',
  description:
    'Everything that an overview states, as docs/schema/model.schema.json describes it. A value that nobody has filled in is an object with the key `hole`.',
  examples: [{ services: [{ name: 'API', responsibility: 'Takes orders', interface: 'REST', protocol: 'HTTPS' }] }],
});

export const idParams = z.object({ id: z.uuid().describe('The id of the overview.') });
export const versionParams = idParams.extend({
  version: z.coerce.number().int().min(1).max(2_147_483_647).describe('The number of the version.'),
});

const limit = z.coerce.number().int().min(1).max(100).default(50).describe('How many entries to return at most.');
export const overviewPage = z.object({ limit, after: z.uuid().optional().describe('`next` of the part before.') });
export const versionPage = z.object({
  limit,
  after: z.coerce.number().int().min(1).max(2_147_483_647).optional().describe('`next` of the part before.'),
});

export const ifMatchHeaders = z.object({
  'if-match': z
    .string()
    .optional()
    .describe(
      'The ETag of the version that the change starts from; `"3"` will do for version 3. Without it the answer is 428.',
    ),
});
export const optionalIfMatchHeaders = z.object({
  'if-match': z
    .string()
    .optional()
    .describe('The ETag of the version that the move is meant for; any version without it.'),
});
export const ifNoneMatchHeaders = z.object({
  'if-none-match': z.string().optional().describe('The ETag of the copy at hand: 304 if it is still the same.'),
});
