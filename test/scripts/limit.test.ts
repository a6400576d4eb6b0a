import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { limit } from '../../scripts/lib/limit.mjs';

describe('a limit on tasks at once', () => {
  it('is never passed, and every task is done in its turn', async () => {
    const atOnce = limit(2);
    const begun: number[] = [];
    let working = 0;
    let most = 0;
    const results = await Promise.all(
      [0, 1, 2, 3, 4].map((task) =>
        atOnce(async () => {
          begun.push(task);
          working += 1;
          most = Math.max(most, working);
          await turn();
          working -= 1;
          return task * 10;
        }),
      ),
    );
    expect(results).toEqual([0, 10, 20, 30, 40]);
    expect(begun).toEqual([0, 1, 2, 3, 4]);
    expect(most).toBe(2);
  });

  it('lets the next one in after a task that failed', async () => {
    const atOnce = limit(1);
    await expect(atOnce(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(await atOnce(() => Promise.resolve('next'))).toBe('next');
  });
});
