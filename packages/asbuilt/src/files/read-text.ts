import { isUtf8 } from 'node:buffer';
import { promises, readFileSync, statSync } from 'node:fs';
import { UsageError } from '#cli/command';
import { tryFile } from './failure.ts';

const overviewRemedy = 'Name another one, or write an overview with "asbuilt new".';

/**
 * Reads a text file as UTF-8, a byte order mark included, so that writing the text back gives the same bytes. Throws a
 * `UsageError` that names the file as `shown` when it is missing (then with `remedy`), a folder, unreadable or not UTF-8.
 */
export async function readText(path: string, shown: string, remedy: string = overviewRemedy): Promise<string> {
  const bytes = await tryFile(
    () => readBytes(path, shown),
    (reason, code) => (code === 'ENOENT' ? `${shown}: ${reason}. ${remedy}` : `${shown} cannot be read: ${reason}.`),
  );
  return textOf(bytes, shown);
}

/** Bytes as UTF-8, a byte order mark included. Throws a `UsageError` that says where they are none. */
export function textOf(bytes: Buffer, shown: string): string {
  if (!isUtf8(bytes)) throw new UsageError(notUtf8(bytes, shown));
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}

/** At once: one small file after the other is read faster so than by the threads that wait for files. A pipe may keep one waiting. */
async function readBytes(path: string, shown: string): Promise<Buffer> {
  const found = statSync(path);
  if (found.isDirectory()) throw new UsageError(`${shown} is a folder: name a file in it, e.g. ${inside(shown)}.`);
  if (!found.isFile() && !found.isFIFO()) throw new UsageError(`${shown} is a device, not a file: name a text file.`);
  return found.isFile() ? readFileSync(path) : promises.readFile(path);
}

function inside(folder: string): string {
  return `${folder.replace(/\/+$/, '')}/overview.md`;
}

function notUtf8(bytes: Buffer, shown: string): string {
  const [first, second] = bytes;
  const isUtf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  if (isUtf16) return `${shown} is encoded in UTF-16: save it as UTF-8.`;
  const line = lineOfFirstFault(bytes);
  return `${shown} is not UTF-8: line ${line} has bytes that are no characters. Save it as UTF-8.`;
}

/** A line feed is never a part of another character in UTF-8, so each line can be looked at by itself. */
function lineOfFirstFault(bytes: Buffer): number {
  for (let line = 1, from = 0; ; line += 1) {
    const end = bytes.indexOf(0x0a, from);
    if (end < 0 || !isUtf8(bytes.subarray(from, end))) return line;
    from = end + 1;
  }
}
