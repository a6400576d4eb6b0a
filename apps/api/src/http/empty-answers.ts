import { z } from 'zod';

/** The answer 304: the copy at hand is still right. */
export const unchangedSchema = z.undefined().describe('The copy at hand is still the same.');

/** The answer 204 to a deletion. */
export const deletedSchema = z.undefined().describe('It is deleted.');
