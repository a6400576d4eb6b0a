import { join } from 'node:path';

/** Where evidence is kept, beside the overview; apart from what reads it, so that one can look for it without loading that. */
export const evidenceFolder: string = join('.asbuilt', 'evidence');
