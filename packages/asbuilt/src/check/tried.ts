import { UsageError } from '#cli/command';
import { checkFile } from './one.ts';
import type { CheckRequest, Outcome } from './request.ts';

/** Checks a file among others: what cannot be tried keeps no other one from being checked. */
export async function checkTried(file: string, request: CheckRequest): Promise<Outcome> {
  try {
    return await checkFile(file, request);
  } catch (error) {
    if (error instanceof UsageError) return { kind: 'failed', file, message: error.message };
    throw error;
  }
}
