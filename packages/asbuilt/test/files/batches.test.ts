import { describe, expect, it } from 'vitest';
import { inBatches } from '#files/batches';

const numbers = Array.from({ length: 100 }, (_, index) => index);

describe('batches', () => {
  it('give every result in the order of the things, and never do more than 32 at once', async () => {
    let [running, most] = [0, 0];
    const results = await inBatches(numbers, async (number) => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setTimeout(resolve, number % 3));
      running -= 1;
      return number * 2;
    });
    expect(results).toEqual(numbers.map((number) => number * 2));
    expect(most).toBe(32);
  });

  it('throw the first failure in order, once all that was begun is over, and begin no more', async () => {
    const over: number[] = [];
    const failing = inBatches(numbers, async (number) => {
      await new Promise((resolve) => setTimeout(resolve, number === 3 ? 20 : 1));
      over.push(number);
      if (number === 3 || number === 5) throw new Error(`no ${number}`);
    });
    await expect(failing).rejects.toThrow('no 3');
    expect(over).toHaveLength(32);
  });
});
