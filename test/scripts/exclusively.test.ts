import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { collect } from '../../scripts/lib/children.mjs';
import { exclusively } from '../../scripts/lib/exclusively.mjs';

describe('work that only one process may do', () => {
  let folder: string;
  let claim: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'asbuilt-exclusively-'));
    claim = join(folder, 'state', 'building');
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('is done by one after the other', async () => {
    const events: string[] = [];
    const work = (name: string) => async (): Promise<void> => {
      events.push(`${name} begins`);
      await pause(50);
      events.push(`${name} ends`);
    };
    await Promise.all([exclusively(work('one'), claim), exclusively(work('other'), claim)]);
    // Whoever claims it first is done first.
    const [first, second] = events[0] === 'one begins' ? ['one', 'other'] : ['other', 'one'];
    expect(events).toEqual([`${first} begins`, `${first} ends`, `${second} begins`, `${second} ends`]);
    expect(existsSync(claim)).toBe(false);
  });

  it('names the process that is at it', async () => {
    await exclusively(async () => expect(await readFile(claim, 'utf8')).toBe(String(process.pid)), claim);
  });

  it('is free again after it failed', async () => {
    await expect(exclusively(() => Promise.reject(new Error('broken')), claim)).rejects.toThrow('broken');
    expect(existsSync(claim)).toBe(false);
  });

  it('is taken over from a process that died', async () => {
    const { output } = await collect(process.execPath, ['-p', 'process.pid']);
    await exclusively(() => Promise.resolve(), claim);
    await writeFile(claim, output.trim());
    let done = false;
    await exclusively(async () => {
      done = true;
      await Promise.resolve();
    }, claim);
    expect(done).toBe(true);
  });
});
