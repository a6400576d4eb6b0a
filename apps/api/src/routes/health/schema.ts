import { z } from 'zod';

export const healthSchema = z
  .object({
    status: z.literal('ok'),
    databaseMs: z.number().min(0).describe('How long the database took to answer, in milliseconds.'),
  })
  .meta({
    id: 'Health',
    description: 'The service works, its database included.',
    examples: [{ status: 'ok', databaseMs: 1.2 }],
  });
