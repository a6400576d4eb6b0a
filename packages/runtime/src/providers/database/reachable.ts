import { realpath, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

const othersMayEnter = 0o001;
const othersMayReadAndEnter = 0o005;

/** Whether every user may pass through this folder and those above it. */
export async function anyoneMayEnter(folder: string): Promise<boolean> {
  for (const step of upwards(await realpath(folder))) {
    if (((await stat(step)).mode & othersMayEnter) === 0) return false;
  }
  return true;
}

/** Whether every user may read and run this program. */
export async function anyoneMayRun(program: string): Promise<boolean> {
  const path = await realpath(program);
  return (
    ((await stat(path)).mode & othersMayReadAndEnter) === othersMayReadAndEnter && (await anyoneMayEnter(dirname(path)))
  );
}

function upwards(path: string): readonly string[] {
  const above = dirname(path);
  return above === path ? [path] : [path, ...upwards(above)];
}
