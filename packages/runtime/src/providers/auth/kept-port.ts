import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { freePort, reservePort } from '#supervisor/free-port';

/** The port of the last time if it is still free, so that what names it goes on to hold; else another one, which is kept. */
export async function keptPort(file: string): Promise<number> {
  const kept = Number(await readFile(file, 'utf8').catch(() => ''));
  if (Number.isInteger(kept) && kept > 0 && (await isFree(kept))) return kept;
  const port = await freePort();
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, String(port));
  return port;
}

function isFree(port: number): Promise<boolean> {
  return reservePort(port).then(
    () => true,
    () => false,
  );
}
