import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  dayFileName,
  dayOf,
  dayOfFileName,
  type MinuteCounts,
  type MinuteRecord,
  parseDay,
  printRecord,
} from '@asbuilt/core/ledger';
import type { Milliseconds } from '@asbuilt/core/model';

/**
 * The ledger on disk: a file a UTC day, `slo-YYYY-MM-DD.jsonl`, a JSON object a line:
 *
 *     {"minute":"2026-01-31T12:34Z","service":"API","good":12,"bad":1}
 *
 * A line holds the counts of its minute so far, not what was added, so the last line of a minute and service is right
 * and a line that is written twice does no harm. A last line without its newline was torn by a crash: it is ignored,
 * and written over. Superseded lines are dropped when a ledger is opened.
 */
export interface DayFiles {
  /** Reads the days from `sinceMs` on. Rejects when a whole line is not a record, naming file and line. */
  readInto(counts: MinuteCounts, sinceMs: Milliseconds): Promise<void>;
  /** Writes records at the ends of their days' files. */
  append(records: readonly MinuteRecord[]): Promise<void>;
  close(): Promise<void>;
}

/** Opens the directory, making it if it is missing. */
export async function openDayFiles(directory: string): Promise<DayFiles> {
  await mkdir(directory, { recursive: true });
  const writer = new DayWriter(directory);
  return {
    async readInto(counts, sinceMs) {
      for (const path of await pathsSince(directory, sinceMs)) {
        const records = await compacted(path);
        for (const record of records) counts.load(record);
      }
    },
    async append(records) {
      for (const [day, text] of textByDay(records)) await writer.write(day, text);
    },
    close: () => writer.close(),
  };
}

function textByDay(records: readonly MinuteRecord[]): ReadonlyMap<string, string> {
  const days = new Map<string, string>();
  for (const record of records) {
    const day = dayOf(record);
    days.set(day, (days.get(day) ?? '') + printRecord(record));
  }
  return days;
}

/** Reads the counts of a directory without changing anything in it, also while a ledger writes there. */
export async function readDays(directory: string, counts: MinuteCounts, sinceMs: Milliseconds): Promise<void> {
  for (const path of await pathsSince(directory, sinceMs)) {
    for (const record of recordsOf(path, await readFile(path, 'utf8'))) counts.load(record);
  }
}

async function pathsSince(directory: string, sinceMs: Milliseconds): Promise<readonly string[]> {
  const firstDay = new Date(Math.max(0, sinceMs)).toISOString().slice(0, 10);
  const names = await readdir(directory);
  return names
    .filter((name) => (dayOfFileName(name) ?? '') >= firstDay)
    .toSorted()
    .map((name) => join(directory, name));
}

/** The records of a day, one a minute and service; the file is rewritten when it holds more than them. */
async function compacted(path: string): Promise<readonly MinuteRecord[]> {
  const text = await readFile(path, 'utf8');
  const latest = new Map<string, MinuteRecord>();
  for (const record of recordsOf(path, text)) latest.set(`${record.minute} ${record.service}`, record);
  const records = [...latest.values()];
  const wanted = records.map(printRecord).join('');
  if (wanted !== text) {
    // Renaming is atomic: a crash leaves either the old file or the new one.
    await writeFile(`${path}.new`, wanted);
    await rename(`${path}.new`, path);
  }
  return records;
}

function recordsOf(path: string, text: string): readonly MinuteRecord[] {
  const day = parseDay(text);
  if (day.kind === 'records') return day.records;
  throw new Error(
    `${path}:${day.line} is not a record of the SLO ledger. Correct or remove the line; the counts of the other lines stand.`,
  );
}

/** Writes at the end of one day's file at a time. */
class DayWriter {
  readonly #directory: string;
  #day = '';
  #file: FileHandle | undefined;
  /** Where the next byte goes. A write that failed half-way is written over by the next one. */
  #position = 0;

  constructor(directory: string) {
    this.#directory = directory;
  }

  async write(day: string, text: string): Promise<void> {
    const file = await this.#fileOf(day);
    const bytes = Buffer.from(text);
    for (let done = 0; done < bytes.length; ) {
      const { bytesWritten } = await file.write(bytes, done, bytes.length - done, this.#position + done);
      done += bytesWritten;
    }
    this.#position += bytes.length;
  }

  async close(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    this.#day = '';
    await file?.close();
  }

  async #fileOf(day: string): Promise<FileHandle> {
    if (this.#file !== undefined && this.#day === day) return this.#file;
    await this.close();
    // Neither `a` (ignores positions) nor `w` (truncates) nor `r+` (wants the file to be there).
    const file = await open(join(this.#directory, dayFileName(day)), constants.O_RDWR | constants.O_CREAT);
    this.#position = (await file.stat()).size;
    this.#file = file;
    this.#day = day;
    return file;
  }
}
