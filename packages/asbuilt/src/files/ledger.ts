import { existsSync } from 'node:fs';
import { appendFile, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { dayOfFileName, MinuteCounts, parseDay } from '@asbuilt/core/ledger';
import type { Milliseconds } from '@asbuilt/core/model';
import { UsageError } from '#cli/command';
import { tryFile } from './failure.ts';
import { readText } from './read-text.ts';

/** A folder of the SLO ledger: where it is, and how the user knows it. */
export interface LedgerPlace {
  readonly path: string;
  readonly shown: string;
}

/**
 * The counts of the days from `sinceMs` on, as they are on disk now, also while a system writes them; undefined when there
 * is no such folder. Throws a `UsageError` that names file and line where the ledger is damaged.
 */
export async function readLedger(
  { path, shown }: LedgerPlace,
  sinceMs: Milliseconds,
): Promise<MinuteCounts | undefined> {
  if (!existsSync(path)) return undefined;
  const firstDay = new Date(Math.max(0, sinceMs)).toISOString().slice(0, 10);
  const names = await tryFile(
    () => readdir(path),
    (reason) => `${shown} cannot be read: ${reason}.`,
  );
  const counts = new MinuteCounts();
  for (const name of names.filter((file) => (dayOfFileName(file) ?? '') >= firstDay).toSorted()) {
    load(await readText(join(path, name), join(shown, name)), join(shown, name), counts);
  }
  return counts;
}

function load(text: string, shown: string, counts: MinuteCounts): void {
  const day = parseDay(text);
  if (day.kind === 'damaged') {
    throw new UsageError(`${shown}:${day.line} is no record of the SLO ledger: correct the line or remove it.`);
  }
  for (const record of day.records) counts.load(record);
}

/** A file of the ledger's folder; '' while there is none. */
export async function readFromLedger({ path, shown }: LedgerPlace, name: string): Promise<string> {
  return existsSync(join(path, name)) ? readText(join(path, name), join(shown, name)) : '';
}

/** Adds a line to a file of the ledger's folder, which is made if it is missing. */
export async function appendToLedger({ path, shown }: LedgerPlace, name: string, line: string): Promise<void> {
  await tryFile(
    async () => {
      await mkdir(path, { recursive: true });
      await appendFile(join(path, name), line);
    },
    (reason) => `${join(shown, name)} cannot be written: ${reason}.`,
  );
}
