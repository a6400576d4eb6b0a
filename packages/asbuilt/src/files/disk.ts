import { existsSync } from 'node:fs';
import type { ProjectFiles } from '@asbuilt/core/check';
import { filesIn } from './project-files.ts';
import { readText } from './read-text.ts';

/** Where a project is read from: the disk, or what an editor shows over it. Paths are absolute. */
export interface Disk {
  readonly has: (path: string) => boolean;
  /** Throws a `UsageError` that names the file as `shown`; `remedy` is what to do where it is missing. */
  readonly text: (path: string, shown: string, remedy?: string) => Promise<string>;
  readonly filesIn: (folder: string) => ProjectFiles;
}

/** The disk as it is. */
export const plainDisk: Disk = { has: existsSync, text: readText, filesIn };
