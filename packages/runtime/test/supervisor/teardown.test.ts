import { describe, expect, test } from 'vitest';
import { teardown } from '../../src/supervisor/teardown.ts';

describe('a teardown', () => {
  test('undoes the last thing first, once', async () => {
    const cleanup = teardown();
    const undone: string[] = [];
    for (const name of ['first', 'second']) cleanup.add(async () => void undone.push(name));
    await Promise.all([cleanup.run(), cleanup.run()]);
    expect(undone).toEqual(['second', 'first']);
  });

  test('goes on after a failure, and tells it in the end', async () => {
    const cleanup = teardown();
    const undone: string[] = [];
    cleanup.add(async () => void undone.push('first'));
    cleanup.add(() => Promise.reject(new Error('stuck')));
    await expect(cleanup.run()).rejects.toThrow('not everything could be stopped: Error: stuck');
    expect(undone).toEqual(['first']);
  });
});
